import Testing

@testable import Packaging

@Suite struct StubResolverTests {
  private func names(_ files: [String: String], of module: String = "words") -> StubResolver.Names {
    var modules: [String: StubModule] = [:]
    for (path, text) in files {
      let name = path.replacing("/__init__.pyi", with: "").replacing(".pyi", with: "").replacing("/", with: ".")
      modules[name] = StubReader.read(Array(text.utf8), path: path, name: name)
    }
    var resolver = StubResolver(modules)
    return resolver.names(of: module)
  }

  @Test func `what a stub hands on is found where it is declared`() {
    let told = names([
      "words/__init__.pyi":
        "from ._impl import count as count, Hidden\nfrom .more import *\nfrom os import path as path\nimport sys\n",
      "words/_impl.pyi": "def count(text: str, limit: int = 3) -> int: ...\n",
      "words/more.pyi": "__all__ = [\"size\"]\ndef size() -> int: ...\ndef other() -> int: ...\n",
    ])
    #expect(told.declared.keys.sorted() == ["count", "path", "size"])
    #expect(told.further.isSuperset(of: ["Hidden", "sys", "other"]))
    #expect(!told.isOpen)
    guard case .functions(let all)? = told.declared["count"] else { return #expect(Bool(false)) }
    #expect(all.first?.parameters?.description == "(text, limit=3)")
  }

  @Test func `what isn't known leaves it open`() {
    #expect(names(["words/__init__.pyi": "from numpy import *\n"]).isOpen)
    #expect(names(["words/__init__.pyi": "def __getattr__(name: str): ...\n"]).isOpen)
    #expect(names(["words/__init__.pyi": "from ....x import *\n"]).isOpen)
    #expect(names(["words/__init__.pyi": "from words import *\ndef a(): ...\n"]).isOpen)
  }

  @Test func `conditions, type variables and what __all__ leaves out accuse nobody`() {
    let told = names([
      "words/__init__.pyi":
        "import sys\nfrom x import given\n__all__ = [\"a\", \"given\"]\n__all__ += [\"b\"]\nT = TypeVar(\"T\")\ndef a(): ...\nb: int\nc: int\nif sys.version_info > (3, 9):\n    def d(): ...\n"
    ])
    #expect(told.declared.keys.sorted() == ["a", "b", "given"])
    #expect(told.further.isSuperset(of: ["T", "c", "d", "sys"]))
  }
}
