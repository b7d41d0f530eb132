/** Browser storage that may be forbidden (private mode, embedded frames): then things live as long as the page. */

class Cell {
  private memory: string | null = null;

  constructor(
    private readonly store: () => Storage,
    private readonly key: string,
  ) {}

  get(): string | null {
    try {
      return this.store().getItem(this.key) ?? this.memory;
    } catch {
      return this.memory;
    }
  }

  set(value: string | null): void {
    this.memory = value;
    try {
      if (value === null) this.store().removeItem(this.key);
      else this.store().setItem(this.key, value);
    } catch {
      // The value stays in memory.
    }
  }
}

/** What is remembered about one server. The outbox belongs to one tab, the rest to the browser. */
export function cellsOf(server: string) {
  const local = () => window.localStorage;
  return {
    token: new Cell(local, `laidian:token:${server}`),
    read: new Cell(local, `laidian:read:${server}`),
    outbox: new Cell(() => window.sessionStorage, `laidian:outbox:${server}`),
  };
}

export type Cells = ReturnType<typeof cellsOf>;
