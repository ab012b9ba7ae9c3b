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

/// Which of `visible` the workers are given, `list` being what --devices says: numbers from 0,
/// which may repeat. @return numbers, as many as the list has. Throws UsageError for what is no
/// such list, Error (device) for a number that no device has.
std::vector<int> parse_devices(std::string const& list, std::size_t visible_count);

}  // namespace hapmill
