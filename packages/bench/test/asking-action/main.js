setTimeout(() => fetch(process.env.AWS_ENDPOINT_URL), 200);
