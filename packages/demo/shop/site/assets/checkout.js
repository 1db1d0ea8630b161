/** Sends the basket to the API that the page was configured with. */
export async function checkOut(api, basket) {
  const answer = await fetch(`${api}/orders`, { method: 'POST', body: JSON.stringify(basket) });
  if (!answer.ok) throw new Error(`The order was answered with ${answer.status}.`);
}
