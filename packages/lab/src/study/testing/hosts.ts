import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";

/** A machine of its own as far as processes can tell: a network and a host name. */
export interface Host {
  readonly name: string;
  /** What to start a program with so that it runs there. */
  readonly wrapper: readonly string[];
  /** The store's address as seen from there. */
  place(place: string): string;
  remove(): Promise<void>;
}

/** Whether such hosts can be made here. */
export const haveHosts = canMakeHosts();

/** What to add to the name of tests that use hosts. */
export const hostsOrWhyNot = haveHosts
  ? "two hosts"
  : "two folders of one host (hosts of their own: only as root on Linux, with ip netns)";

/**
 * Makes a host, joined to this one by a cable; on this end the store's port is passed on, so that a server of the
 * loopback interface can be reached. Where hosts cannot be made, it is this one.
 *
 * @param number from 0 to 9, no two of a process at once.
 * @param place postgres://user@host:port/database, of a server on this host.
 */
export async function makeHost(number: number, place: string): Promise<Host> {
  const name = `lehr-${process.pid}-${number}`;
  if (!haveHosts) return { name, wrapper: [], place: (same) => same, remove: async () => {} };
  const network = `10.${200 + ((process.pid >> 8) % 50)}.${process.pid % 256}`;
  const [here, there] = [`${network}.${4 * number + 1}`, `${network}.${4 * number + 2}`];
  const [plug, socket] = [`lehr${process.pid}${number}a`, `lehr${process.pid}${number}b`];
  ip("netns", "add", name);
  ip("link", "add", plug, "type", "veth", "peer", "name", socket, "netns", name);
  ip("addr", "add", `${here}/30`, "dev", plug);
  ip("link", "set", plug, "up");
  ip("-n", name, "addr", "add", `${there}/30`, "dev", socket);
  ip("-n", name, "link", "set", socket, "up");
  const port = Number(new URL(place).port);
  const relay = createServer((from) => {
    const to = connect(port, "127.0.0.1");
    from.pipe(to).pipe(from);
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      one.on("error", () => {}).on("close", () => other.destroy());
    }
  }).listen(port, here);
  await once(relay, "listening");
  return {
    name,
    wrapper: [
      "ip",
      "netns",
      "exec",
      name,
      "unshare",
      "--uts",
      "sh",
      "-c",
      'hostname "$0" && exec "$@"',
      name,
    ],
    place: (same) => same.replace("127.0.0.1", here),
    async remove() {
      relay.close();
      // The cable goes with it.
      ip("netns", "del", name);
    },
  };
}

const ip = (...args: string[]) => execFileSync("ip", args, { stdio: "pipe" });

function canMakeHosts(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  const name = `lehr-probe-${process.pid}`;
  try {
    ip("netns", "add", name);
    try {
      ip("netns", "exec", name, "unshare", "--uts", "true");
      ip("-n", name, "link", "add", "lehra", "type", "veth", "peer", "name", "lehrb");
      return true;
    } finally {
      ip("netns", "del", name);
    }
  } catch {
    return false;
  }
}
