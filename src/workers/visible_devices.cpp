#include "workers/visible_devices.hpp"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>

#include "hapmill/backend/cuda_devices.hpp"
#include "hapmill/support/errors.hpp"

namespace hapmill {

namespace {

/// Devices that CUDA can use; 0 where the process that asks comes to grief.
std::size_t count_devices_aside() {
  constexpr int most = 255;  // that an exit status can tell
  pid_t const asking = ::fork();
  if (asking < 0) return 0;
  if (asking == 0) ::_exit(std::min(cu::count_devices().count, most));
  int status = 0;
  while (::waitpid(asking, &status, 0) < 0) {
    if (errno != EINTR) return 0;
  }
  return WIFEXITED(status) ? static_cast<std::size_t>(WEXITSTATUS(status)) : 0;
}

}  // namespace

std::vector<std::string> split_device_list(std::string const& list) {
  std::vector<std::string> entries;
  std::size_t begin = 0;
  while (begin <= list.size()) {
    std::size_t const end = std::min(list.find(',', begin), list.size());
    std::string entry = list.substr(begin, end - begin);
    entry.erase(0, entry.find_first_not_of(" \t"));
    entry.erase(entry.find_last_not_of(" \t") + 1);
    entries.push_back(entry);
    begin = end + 1;
  }
  return entries;
}

std::vector<std::string> list_visible_devices() {
  std::size_t const count = count_devices_aside();
  char const* const variable = std::getenv("CUDA_VISIBLE_DEVICES");
  // CUDA reads the variable up to the first entry that names no device.
  if (variable != nullptr) {
    auto entries = split_device_list(variable);
    entries.resize(std::min(entries.size(), count));
    return entries;
  }
  std::vector<std::string> entries;
  for (std::size_t k = 0; k < count; ++k) entries.push_back(std::to_string(k));
  return entries;
}

std::vector<int> parse_devices(std::string const& list) {
  std::vector<int> devices;
  for (auto const& entry : split_device_list(list)) {
    int number = 0;
    char const* const end = entry.data() + entry.size();
    auto const [stop, error] = std::from_chars(entry.data(), end, number);
    if (error != std::errc{} || stop != end || number < 0) {
      throw UsageError{"--devices " + list + " is no list of numbers such as 0,2,3"};
    }
    devices.push_back(number);
  }
  return devices;
}

void check_devices(std::vector<int> const& devices, std::size_t visible_count,
                   std::string const& option) {
  for (int const device : devices) {
    if (static_cast<std::size_t>(device) < visible_count) continue;
    std::string problem = "there is no CUDA device that can be used";
    if (visible_count > 0) problem = "there is only cuda:0";
    if (visible_count > 1) {
      problem = fmt::format("there are only cuda:0 to cuda:{}", visible_count - 1);
    }
    throw Error{ExitStatus::device, option + ": " + problem};
  }
}

}  // namespace hapmill
