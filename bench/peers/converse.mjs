import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/**
 * Starts a program that answers lines with lines of JSON. What goes wrong ends the conversation, so that no answer is
 * taken for that of a later question.
 *
 * @returns `ask`, which writes an object and resolves with the answer, and throws where the program ends instead, is
 *   later than `seconds`, or answers with a `failure`; and `stop`, which resolves when the program is gone, with all
 *   its memory.
 */
export function converse(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"], ...options });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const end = new Promise((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("exit", (code, signal) => resolve(`ended ${signal === null ? `with ${code}` : `by ${signal}`}`));
  });
  // A program that has gone answers no more; what it was told then is lost.
  child.stdin.on("error", () => {});
  const stop = async () => {
    child.kill("SIGKILL");
    await end;
  };
  return {
    async ask(question, seconds = 600, what = "to answer") {
      let timer;
      const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`over ${seconds} s ${what}`)), seconds * 1000);
      });
      try {
        child.stdin.write(`${JSON.stringify(question)}\n`);
        const { done, value } = await Promise.race([lines.next(), late]);
        if (done) throw new Error(await end);
        const answer = JSON.parse(value);
        if (answer.failure !== undefined) throw new Error(answer.failure);
        return answer;
      } catch (error) {
        await stop();
        throw error;
      } finally {
        clearTimeout(timer);
      }
    },
    stop,
  };
}
