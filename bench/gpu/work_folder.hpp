#pragma once

#include <filesystem>

namespace hapmill::bench {

/// A folder of this process for what is made, removed at the end with all that is in it.
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
