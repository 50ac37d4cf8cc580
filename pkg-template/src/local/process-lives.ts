/** Whether a process of this machine lives. */
export function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Another user's process lives as well.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
