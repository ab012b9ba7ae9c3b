#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace hapmill {

/// The CUDA devices that this process may use, in the words in which a worker is given one of them:
/// entries of CUDA_VISIBLE_DEVICES where that is set, as batch systems do, else their numbers.
///
/// Asks in a process of its own, so that this one never starts the driver.
std::vector<std::string> list_visible_devices();

/// The entries of a list like CUDA_VISIBLE_DEVICES, without white space around.
std::vector<std::string> split_device_list(std::string const& list);

/// The list of --devices: numbers from 0, which may repeat. Throws UsageError.
std::vector<int> parse_devices(std::string const& list);

/// Throws Error (device) if one of `devices` is not among as many as can be seen. `option` is how
/// they were asked for.
void check_devices(std::vector<int> const& devices, std::size_t visible_count,
                   std::string const& option);

}  // namespace hapmill
