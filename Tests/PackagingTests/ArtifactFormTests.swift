import Model
import Testing

@testable import Packaging

@Suite struct ArtifactFormTests {
  @Test(arguments: [
    ("/dist/words-1.0-py3-none-any.whl", ArtifactForm.wheel), ("/dist/libwords.so", .library),
    ("/dist/words", .unknown),
  ])
  func `UniFFI's bindings come as a wheel, or beside a shared library`(path: String, form: ArtifactForm) {
    #expect(ArtifactForm(Artifact(path: path, sha256: ""), kind: .uniffi) == form)
  }
}
