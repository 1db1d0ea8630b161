export default function Home() {
  return <h1>The shelf</h1>;
}
