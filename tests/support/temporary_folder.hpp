#pragma once

#include <filesystem>
#include <string>

namespace hapmill::test {

/// A new folder, in memory if the machine has /dev/shm. The destructor removes it with its files.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(TemporaryFolder const&) = delete;
  TemporaryFolder& operator=(TemporaryFolder const&) = delete;

  std::filesystem::path const& path() const { return path_; }
  /// Returns the path of a file in the folder.
  std::string file(std::string const& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

void write_text(std::filesystem::path const& path, std::string const& text);

/// Returns the contents of a file. Throws if it cannot be read.
std::string read_text(std::filesystem::path const& path);

}  // namespace hapmill::test
