// Puts a code where the person would type it.
import { toast } from '../ui/notice.js';

export function fillCode(code: string): void {
  const inputs = [...document.querySelectorAll<HTMLInputElement>('main input[data-code]')];
  const input = inputs.find((candidate) => candidate.value === '') ?? inputs[0];
  if (!input) {
    toast('There is no field for a code on this view.');
    return;
  }
  input.value = code;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  input.focus();
}
