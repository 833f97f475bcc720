import type { MessageStore } from "./messages.ts";
import type { KeptTraining, TrainingShelf } from "./training-shelf.ts";

/** Keeps the training of the page across reloads, one write at a time, and says once, when there is something to lose, that it cannot. */
export class TrainingKeeper {
  private readonly shelf: Promise<TrainingShelf | null>;
  private writing = false;
  private next: KeptTraining | null = null;
  /** Why nothing can be kept, until it has been said. */
  private unsaid: string | null = null;
  private told = false;

  constructor(
    open: () => Promise<TrainingShelf>,
    private readonly messages: Pick<MessageStore, "error" | "info">,
    private readonly version: string,
  ) {
    this.shelf = open().catch((error: unknown) => {
      this.unsaid = reason(error);
      return null;
    });
  }

  /** The training of an earlier visit; null where there is none that this program can go on with. */
  async restore(): Promise<KeptTraining | null> {
    try {
      const kept = (await (await this.shelf)?.read()) ?? null;
      if (kept === null || kept.version === this.version) return kept;
      this.messages.info("The kept training is of another version of the program and was left out.");
    } catch (error) {
      this.unsaid = reason(error);
    }
    return null;
  }

  /** Keeps this instead of what was kept before; of several in a row the last one counts. */
  keep(kept: Omit<KeptTraining, "version">): void {
    this.next = { ...kept, version: this.version };
    if (!this.writing) void this.write();
  }

  private async write(): Promise<void> {
    this.writing = true;
    const shelf = await this.shelf;
    if (this.unsaid !== null) this.tell(this.unsaid);
    while (this.next !== null) {
      const kept = this.next;
      this.next = null;
      try {
        await shelf?.write(kept);
      } catch (error) {
        this.tell(reason(error));
      }
    }
    this.writing = false;
  }

  private tell(why: string): void {
    if (this.told) return;
    this.told = true;
    this.messages.error(
      "Trainings are not kept in this browser.",
      `They are gone when the page is closed: export what you need. (${why})`,
    );
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
