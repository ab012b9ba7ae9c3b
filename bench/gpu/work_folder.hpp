#pragma once

#include <filesystem>

namespace hapmill::bench {

/// Owns a folder for the files of this process. Removes it and its contents at the end.
class WorkFolder {
 public:
  explicit WorkFolder(std::filesystem::path const& parent);
  WorkFolder(WorkFolder const&) = delete;
  WorkFolder& operator=(WorkFolder const&) = delete;
  ~WorkFolder();

  std::filesystem::path const& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace hapmill::bench
