// Orders to ask for, no two with the same number.

let last = 700_000_000 + (process.pid % 1000) * 100_000;

export const PAYER = { email: 'payer.of.tests@example.kz', phone: '+77017654321' };

/** A draft that breaks no rule. */
export const draft = (given = {}) => ({
  invoice_id: String(++last),
  amount: 1500.5,
  description: 'Тапсырыс',
  recipient_contact: PAYER.email,
  recipient_contact_sms: PAYER.phone,
  ...given,
});
