#pragma once

#include <filesystem>
#include <string>

namespace hapmill::test {

/// A new folder, in memory where the machine has /dev/shm, that is removed with all it holds.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(TemporaryFolder const&) = delete;
  TemporaryFolder& operator=(TemporaryFolder const&) = delete;

  std::filesystem::path const& path() const { return path_; }
  /// Path of a file in the folder.
  std::string file(std::string const& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

void write_text(std::filesystem::path const& path, std::string const& text);

/// The contents of a file; throws if it cannot be read.
std::string read_text(std::filesystem::path const& path);

}  // namespace hapmill::test
