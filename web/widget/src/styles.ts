/** Colours and layout. Text on its ground keeps a contrast of at least 4.5. */

import { css } from 'lit';

const base = css`
  :host {
    all: initial;
    --brand: #00736a;
    --brand-deep: #00574f;
    --tint: #e3f1ef;
    --ground: #f3f7f6;
    --line: #d9e4e2;
    --ink: #16302d;
    --soft: #50625f;
    --bad: #b3261e;
    color: var(--ink);
    font:
      15px/1.6 'PingFang SC',
      'Hiragino Sans GB',
      'Microsoft YaHei',
      'Noto Sans CJK SC',
      'Noto Sans SC',
      system-ui,
      sans-serif;
    -webkit-font-smoothing: antialiased;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  button,
  textarea {
    color: inherit;
    font: inherit;
  }
  button {
    cursor: pointer;
  }
  :focus-visible {
    outline: 2px solid var(--brand);
    outline-offset: 2px;
  }
  svg {
    display: block;
    flex: none;
  }
  [hidden],
  .hidden:empty {
    display: none !important;
  }
`;

export const chatStyles = [
  base,
  css`
    .bubble {
      position: fixed;
      right: 24px;
      bottom: 24px;
      z-index: 2147483000;
      display: flex;
      align-items: center;
      gap: 8px;
      height: 56px;
      padding: 0 22px 0 18px;
      border: 0;
      border-radius: 28px;
      background: linear-gradient(140deg, #00857a, var(--brand-deep));
      color: #fff;
      font-size: 16px;
      font-weight: 600;
      letter-spacing: 0.04em;
      box-shadow:
        0 10px 28px rgb(0 60 54 / 28%),
        0 2px 6px rgb(0 60 54 / 18%);
      transition:
        transform 0.15s ease,
        box-shadow 0.15s ease;
    }
    @media (hover: hover) {
      .bubble:hover {
        transform: translateY(-2px);
      }
    }
    .badge {
      position: absolute;
      top: -6px;
      right: -4px;
      min-width: 24px;
      height: 24px;
      padding: 0 6px;
      border: 2px solid #fff;
      border-radius: 12px;
      background: #c62828;
      font-size: 12px;
      line-height: 20px;
      letter-spacing: 0;
      text-align: center;
    }
    .hidden {
      position: fixed;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .dialog {
      position: fixed;
      right: 24px;
      bottom: 24px;
      z-index: 2147483000;
      width: 392px;
      height: min(660px, calc(100vh - 48px));
      overflow: hidden;
      border-radius: 18px;
      background: var(--ground);
      box-shadow:
        0 24px 64px rgb(0 50 45 / 26%),
        0 4px 14px rgb(0 50 45 / 14%);
      animation: rise 0.18s ease-out;
    }
    .dialog:focus-visible {
      outline: none;
    }
    @keyframes rise {
      from {
        opacity: 0;
        transform: translateY(14px);
      }
    }
    .page {
      display: block;
      width: min(860px, 100%);
      height: var(--laidian-height, 100vh);
      margin: 0 auto;
      background: var(--ground);
      box-shadow: 0 0 40px rgb(0 60 54 / 10%);
    }
    @media (max-width: 520px) {
      .dialog {
        inset: 0 0 auto 0;
        width: auto;
        height: var(--laidian-height, 100vh);
        border-radius: 0;
      }
      .bubble {
        right: 16px;
        bottom: 20px;
      }
    }
    @media (prefers-reduced-motion: reduce) {
      .dialog,
      .bubble {
        animation: none;
        transition: none;
      }
    }
  `,
];

export const panelStyles = [
  base,
  css`
    :host {
      position: relative;
      display: flex;
      flex-direction: column;
      width: 100%;
      height: 100%;
    }
    header {
      display: flex;
      align-items: center;
      gap: 10px;
      padding: 12px 12px 12px 16px;
      background: linear-gradient(120deg, #00796f, var(--brand-deep));
      color: #fff;
    }
    header .mark {
      display: grid;
      place-items: center;
      width: 40px;
      height: 40px;
      border-radius: 50%;
      background: rgb(255 255 255 / 16%);
    }
    .title {
      flex: 1;
      min-width: 0;
      line-height: 1.3;
    }
    .title strong {
      display: block;
      font-size: 16px;
      font-weight: 600;
      letter-spacing: 0.03em;
    }
    .company {
      display: block;
      overflow: hidden;
      font-size: 13px;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .owner {
      display: flex;
      align-items: center;
      gap: 6px;
      max-width: 45%;
      padding: 3px 10px;
      border-radius: 12px;
      background: #fff;
      color: var(--brand-deep);
      font-size: 13px;
      font-weight: 600;
      white-space: nowrap;
    }
    .owner::before {
      width: 7px;
      height: 7px;
      border-radius: 50%;
      background: var(--brand);
      content: '';
    }
    .owner[data-owner='queue'] {
      background: #fff4dc;
      color: #7a4b00;
    }
    .owner[data-owner='queue']::before {
      background: #c97a00;
    }
    .owner[data-owner='staff'] {
      color: #1d4f91;
    }
    .owner[data-owner='staff']::before {
      background: #2f6fc0;
    }
    .icon {
      display: grid;
      flex: none;
      place-items: center;
      width: 40px;
      height: 40px;
      padding: 0;
      border: 0;
      border-radius: 10px;
      background: none;
    }
    @media (hover: hover) {
      header .icon:hover {
        background: rgb(255 255 255 / 16%);
      }
    }
    header :focus-visible {
      outline-color: #fff;
      outline-offset: -2px;
    }
    .notice,
    .offline {
      margin: 0;
      padding: 6px 16px;
      font-size: 13px;
      text-align: center;
    }
    .notice {
      border-bottom: 1px solid #cfe4e1;
      background: var(--tint);
      color: #0b4f48;
    }
    .offline {
      background: #fff4dc;
      color: #6b4200;
    }
    .log {
      flex: 1;
      min-height: 0;
      overflow-y: auto;
      overscroll-behavior: contain;
    }
    .log:focus-visible {
      outline-offset: -3px;
    }
    .lines {
      display: flex;
      flex-direction: column;
      gap: 12px;
      padding: 16px 14px 20px;
    }
    .time {
      margin: 6px 0 12px;
      color: var(--soft);
      font-size: 12px;
      text-align: center;
    }
    .line {
      display: flex;
      gap: 8px;
      align-items: flex-start;
    }
    .stack {
      display: flex;
      flex-direction: column;
      align-items: flex-start;
      min-width: 0;
      max-width: min(82%, 560px);
    }
    .face {
      display: grid;
      flex: none;
      place-items: center;
      width: 34px;
      height: 34px;
      border-radius: 50%;
      background: var(--tint);
      color: var(--brand);
    }
    .body {
      max-width: 100%;
      padding: 9px 13px;
      border: 1px solid var(--line);
      border-radius: 4px 16px 16px;
      background: #fff;
      overflow-wrap: anywhere;
    }
    .body:has(laidian-picture) {
      padding: 5px;
    }
    .text {
      white-space: pre-wrap;
    }
    .body a {
      color: var(--brand-deep);
      text-underline-offset: 2px;
    }
    .body a[href^='tel:'] {
      font-weight: 600;
    }
    .line[data-from='customer'] {
      justify-content: flex-end;
    }
    .line[data-from='customer'] .stack {
      align-items: flex-end;
    }
    .line[data-from='customer'] .body {
      border-color: var(--brand);
      border-radius: 16px 4px 16px 16px;
      background: var(--brand);
      color: #fff;
    }
    .line[data-from='customer'] .body a {
      color: #fff;
    }
    .line[data-from='customer'] .body:has(laidian-picture) {
      border-color: var(--line);
      background: #fff;
    }
    .line[data-from='staff'] .face {
      background: #e4edf9;
      color: #1d4f91;
    }
    .line[data-from='staff'] .body {
      border-color: #c9dbf2;
      background: #f1f6fd;
    }
    .name {
      margin: 0 0 3px 2px;
      color: #1d4f91;
      font-size: 12px;
      font-weight: 600;
    }
    .line[data-from='system'] {
      flex-direction: column;
      align-items: center;
    }
    .line[data-from='system'] .body {
      max-width: 92%;
      padding: 4px 14px;
      border: 0;
      border-radius: 14px;
      background: #e4ebe9;
      color: #3d504d;
      font-size: 13px;
      text-align: center;
    }
    .place {
      display: inline-flex;
      gap: 5px;
      align-items: center;
    }
    .state {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 10px;
      align-items: center;
      justify-content: flex-end;
      margin-top: 3px;
      color: var(--soft);
      font-size: 12px;
    }
    .state.failed {
      color: var(--bad);
    }
    .state span {
      display: inline-flex;
      gap: 4px;
      align-items: center;
    }
    .mend {
      min-height: 28px;
      padding: 0 4px;
      border: 0;
      background: none;
      color: var(--brand-deep);
      text-decoration: underline;
      text-underline-offset: 2px;
    }
    .replies,
    .suggestions {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
      margin-top: 8px;
    }
    .reply {
      min-height: 38px;
      padding: 5px 15px;
      border: 1px solid #7fbab4;
      border-radius: 19px;
      background: #fff;
      color: var(--brand-deep);
      font-size: 14px;
      font-weight: 500;
      overflow-wrap: anywhere;
      text-align: inherit;
    }
    @media (hover: hover) {
      .reply:hover {
        border-color: var(--brand);
        background: var(--tint);
      }
    }
    .typing {
      display: flex;
      gap: 8px;
      align-items: center;
      margin-left: 42px;
      color: var(--soft);
      font-size: 13px;
    }
    .dots {
      display: flex;
      gap: 4px;
    }
    .dots i {
      width: 6px;
      height: 6px;
      border-radius: 50%;
      background: var(--brand);
      animation: beat 1.2s infinite ease-in-out;
    }
    .dots i:nth-child(2) {
      animation-delay: 0.15s;
    }
    .dots i:nth-child(3) {
      animation-delay: 0.3s;
    }
    @keyframes beat {
      0%,
      60%,
      100% {
        opacity: 0.3;
      }
      30% {
        opacity: 1;
        transform: translateY(-3px);
      }
    }
    .welcome {
      padding: 20px 6px 8px;
      text-align: center;
    }
    .welcome .mark {
      display: inline-grid;
      place-items: center;
      width: 64px;
      height: 64px;
      border-radius: 50%;
      background: var(--tint);
      color: var(--brand);
    }
    .welcome h2 {
      margin: 12px 0 2px;
      font-size: 18px;
      font-weight: 600;
    }
    .welcome p {
      margin: 0;
      color: var(--soft);
      font-size: 14px;
    }
    .suggestions {
      display: grid;
      grid-template-columns: repeat(2, auto);
      gap: 10px;
      justify-content: center;
      margin: 18px 0 22px;
    }
    .welcome .danger {
      padding: 9px 14px;
      border-radius: 12px;
      background: #fff4dc;
      color: #6b4200;
      font-size: 13px;
      text-align: left;
    }
    .danger a {
      color: inherit;
      font-weight: 700;
    }
    .jump {
      display: flex;
      gap: 6px;
      align-items: center;
      align-self: center;
      min-height: 34px;
      margin-top: -44px;
      margin-bottom: 10px;
      padding: 0 14px;
      border: 0;
      border-radius: 17px;
      background: var(--brand-deep);
      color: #fff;
      font-size: 13px;
      box-shadow: 0 4px 14px rgb(0 60 54 / 25%);
    }
    footer {
      padding: 8px 10px calc(10px + env(safe-area-inset-bottom, 0px));
      border-top: 1px solid var(--line);
      background: #fff;
    }
    .row {
      display: flex;
      gap: 6px;
      align-items: flex-end;
    }
    footer .icon {
      color: var(--soft);
    }
    @media (hover: hover) {
      footer .icon:hover {
        background: var(--tint);
        color: var(--brand-deep);
      }
    }
    textarea {
      flex: 1;
      min-width: 0;
      max-height: 128px;
      padding: 8px 12px;
      border: 1px solid #8fa5a2;
      border-radius: 12px;
      background: #fff;
      line-height: 22px;
      resize: none;
    }
    textarea::placeholder {
      color: #62736f;
      opacity: 1;
    }
    textarea:focus {
      border-color: var(--brand);
      outline: 2px solid rgb(0 115 106 / 30%);
      outline-offset: 0;
    }
    .send {
      flex: none;
      height: 40px;
      padding: 0 16px;
      font-weight: 600;
      border: 0;
      border-radius: 12px;
      background: var(--brand);
      color: #fff;
    }
    @media (hover: hover) {
      .send:hover:enabled {
        background: var(--brand-deep);
      }
    }
    .send:disabled {
      background: #dbe5e3;
      color: #62736f;
      cursor: default;
    }
    .hint {
      padding: 0 6px 6px;
      color: var(--soft);
      font-size: 13px;
    }
    .hint[data-bad='true'] {
      color: var(--bad);
    }
    @media (max-width: 520px) {
      textarea {
        font-size: 16px; /* a smaller one makes iPhones zoom in */
      }
      .company {
        font-size: 12px;
      }
    }
    @media (prefers-reduced-motion: reduce) {
      .dots i {
        animation: none;
        opacity: 0.7;
      }
    }
  `,
];
