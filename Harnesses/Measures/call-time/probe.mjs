export default async function (host) {
  await host.importArtifact();
  await host.setup();
  await host.timeCalls();
}
