export default function Books() {
  return <main>Moby-Dick, Emma</main>;
}
