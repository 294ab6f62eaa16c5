// Numbers and dates on charts, by language. Arabic and Urdu keep the digits that Italian offices print.
const euro = ['', ' \u20ac'];
const NUMBERS = {
  en: { decimal: '.', thousands: ',', grouping: [3], currency: ['\u20ac', ''] },
  it: { decimal: ',', thousands: '.', grouping: [3], currency: euro },
  es: { decimal: ',', thousands: '.', grouping: [3], currency: euro },
  fr: { decimal: ',', thousands: '\u202f', grouping: [3], currency: euro },
  ar: { decimal: ',', thousands: '.', grouping: [3], currency: euro },
  ur: { decimal: '.', thousands: ',', grouping: [3], currency: euro },
};

// Names of months and days come from the browser, so that none is spelt here.
function names(language, count, options, moment) {
  const format = new Intl.DateTimeFormat(`${language}-u-nu-latn-ca-gregory`, { ...options, timeZone: 'UTC' });
  return Array.from({ length: count }, (_, index) => format.format(moment(index)));
}

const month = (index) => new Date(Date.UTC(2023, index, 1));
const weekday = (index) => new Date(Date.UTC(2023, 0, 1 + index)); // 1 January 2023 was a Sunday

export const numbers = (language) => NUMBERS[language] ?? NUMBERS.en;

export const times = (language) => ({
  dateTime: '%d/%m/%Y %H:%M',
  date: '%d/%m/%Y',
  time: '%H:%M',
  periods: ['AM', 'PM'],
  days: names(language, 7, { weekday: 'long' }, weekday),
  shortDays: names(language, 7, { weekday: 'short' }, weekday),
  months: names(language, 12, { month: 'long' }, month),
  shortMonths: names(language, 12, { month: 'short' }, month),
});
