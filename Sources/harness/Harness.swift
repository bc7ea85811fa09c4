import ArgumentParser

@main
struct Harness: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "harness", abstract: "Tests packaged native artifacts at their boundary.")
}
