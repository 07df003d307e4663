// What the storefront says, in each language.

export interface Texts {
  shop: string;
  skip: string;
  languages: string;
  languageLost: string;
  footer: string;

  products: string;
  add: string;
  addNamed: (name: string) => string;
  lessNamed: (name: string) => string;
  moreNamed: (name: string) => string;
  inCart: (name: string, quantity: number) => string;
  cart: string;
  cartEmpty: string;
  total: string;
  checkout: string;
  unpaid: string;
  toPayment: string;

  loading: string;
  noProducts: string;
  shopTrouble: string;
  noShop: string;
  tryAgain: string;

  checkoutTitle: string;
  email: string;
  emailHint: string;
  phone: string;
  phoneHint: string;
  phoneWrong: string;
  yourOrder: string;
  back: string;
  pay: (sum: string) => string;
  creating: string;
  secure: string;
  fix: string;

  offline: string;
  unanswered: string;
  later: string;
  refused: string;
  requestId: (id: string) => string;

  order: (id: string) => string;
  opening: string;
  waiting: string;
  waitingHint: string;
  until: (time: string) => string;
  payAtBank: string;
  scan: string;
  qr: string;
  link: string;
  share: string;
  copy: string;
  copied: string;
  copyFailed: string;
  declinedTitle: string;
  declined: string;
  paidTitle: string;
  paid: (sum: string) => string;
  mismatch: string;
  keepNumber: string;
  newOrder: string;
  endedTitle: string;
  ended: string;
  orderAgain: string;
  reconnecting: string;
  elsewhere: string;
}
