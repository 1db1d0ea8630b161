// Loaded into a step before its own code (`node --require`): leaves the most memory that the process ever had, in bytes.
// `process.resourceUsage()` would not do: on Linux it begins with that of the process which started this one.
const { readFileSync, writeFileSync } = require('node:fs');

process.once('exit', () => {
  // https://man7.org/linux/man-pages/man5/proc_pid_status.5.html (VmHWM)
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1];
  writeFileSync(process.env.PEAK_MEMORY, String(kibibytes * 1024));
});
