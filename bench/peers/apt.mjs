import { spawnSync } from "node:child_process";

/**
 * Installs packages of Debian's or Ubuntu's, and nothing that they merely recommend; says what goes wrong.
 *
 * @returns whether they are there now.
 */
export function aptInstall(...packages) {
  const install = ["install", "--no-install-recommends", ...packages];
  if (process.getuid?.() !== 0) {
    console.log(`These may be missing, and only root may install them: apt-get ${install.join(" ")}`);
    return false;
  }
  console.log(`Installing ${packages.join(", ")} ...`);
  const apt = (...args) => {
    const { status, error } = spawnSync("apt-get", args, {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
    if (status === 0) return true;
    console.log(`apt-get ${args.join(" ")}: ${error?.message ?? `ended with ${status}`}`);
    return false;
  };
  // Where only some of the lists can be had, the packages may be in those.
  apt("update", "-qq");
  return apt("-qq", "--yes", ...install);
}
