// Whether the deliberate differences of DEVIATIONS.md hold.
let on = true;

export function setDeviations(value: boolean): void {
  on = value;
}

/** Whether to differ from the incumbent where it can be switched. */
export function deviations(): boolean {
  return on;
}
