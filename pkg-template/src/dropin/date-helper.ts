import type { DateHelper as Dates } from '../../types/dropin.js';
import { classOf } from './class.js';

/** The time as a proof names it: `Tue Jan 1 06:06:09 UTC 2019`. */
export const DateHelper = /*#__PURE__*/ classOf<typeof Dates, Dates>('DateHelper', () => {}, [
  {
    getNowString() {
      // "Tue, 01 Jan 2019 06:06:09 GMT", in every engine.
      const [weekday = '', day, month, year, time] = new Date().toUTCString().split(' ');
      return `${weekday.slice(0, 3)} ${month} ${Number(day)} ${time} UTC ${year}`;
    },
  },
]);
