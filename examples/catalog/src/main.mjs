import { createServer } from 'node:http';
import process from 'node:process';
import { answer } from './answer.mjs';

const port = Number(process.env.PORT ?? 8080);

const server = createServer((request, response) => {
  const { status, body } = answered(new URL(request.url, 'http://catalog').pathname);
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
});

/** What goes wrong is one request’s, and not the end of the task. */
function answered(path) {
  try {
    return answer(path);
  } catch (error) {
    console.error(error);
    return { status: 500, body: { error: 'Something went wrong.' } };
  }
}

server.listen(port, () => console.log(`The catalog listens at port ${port}.`));
// The load balancer has taken the task out before: requests that are under way are answered.
process.on('SIGTERM', () => server.close());
