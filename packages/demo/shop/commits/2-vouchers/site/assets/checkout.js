/** Sends the basket, and the voucher where there is one, to the API that the page was configured with. */
export async function checkOut(api, basket, voucher = '') {
  const answer = await fetch(`${api}/orders`, { method: 'POST', body: JSON.stringify({ basket, voucher }) });
  if (!answer.ok) throw new Error(`The order was answered with ${answer.status}.`);
}
