#include "temporary_folder.hpp"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace hapmill::test {

TemporaryFolder::TemporaryFolder() {
  bool const has_memory_disk = ::access("/dev/shm", W_OK | X_OK) == 0;
  std::filesystem::path const parent =
      has_memory_disk ? std::filesystem::path{"/dev/shm"} : std::filesystem::temp_directory_path();
  std::string name = (parent / "hapmill-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"cannot make " + name};
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void write_text(std::filesystem::path const& path, std::string const& text) {
  std::ofstream file{path, std::ios::binary};
  file.exceptions(std::ios::failbit | std::ios::badbit);
  file << text << std::flush;
}

std::string read_text(std::filesystem::path const& path) {
  std::ifstream file{path, std::ios::binary};
  if (!file) throw std::runtime_error{"cannot read " + path.string()};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace hapmill::test
