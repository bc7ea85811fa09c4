export default async function (host) {
  await host.importArtifact();
}
