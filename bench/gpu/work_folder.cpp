#include "bench/gpu/work_folder.hpp"

#include <unistd.h>

#include <string>
#include <system_error>

namespace hapmill::bench {

WorkFolder::WorkFolder(std::filesystem::path const& parent)
    : path_{parent / ("hapmill-gpu-bench." + std::to_string(getpid()))} {
  std::filesystem::create_directories(path_);
}

WorkFolder::~WorkFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace hapmill::bench
