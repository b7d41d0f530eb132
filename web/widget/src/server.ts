/** Where the widget's server is: the origin that its script came from. Read while the script runs; later it is gone. */
const script = document.currentScript as HTMLScriptElement | null;

export const server = script?.src ? new URL(script.src).origin : window.location.origin;
