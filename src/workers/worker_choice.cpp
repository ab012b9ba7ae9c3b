#include "workers/worker_choice.hpp"

#include <algorithm>
#include <filesystem>

#include "bytes/output_file.hpp"
#include "convert/backend_choice.hpp"
#include "hapmill/backend/cuda_devices.hpp"
#include "hapmill/support/errors.hpp"
#include "matrix/matrix_input.hpp"
#include "options/option_table.hpp"
#include "support/machine.hpp"
#include "workers/group_schedule.hpp"
#include "workers/visible_devices.hpp"

namespace hapmill {

namespace {

constexpr std::uint64_t most_workers = 1024;

/// The number of workers that the user asks for; none: by the devices.
std::optional<std::size_t> asked_count(ConvertOptions const& options, std::uint64_t input_bytes) {
  if (options.workers == "auto")
    return input_bytes == 0 ? std::optional<std::size_t>{1} : std::nullopt;
  if (options.workers) return parse_count("workers", *options.workers, 1, most_workers);
  if (options.devices) return split_device_list(*options.devices).size();
  return 1;
}

/// The devices that the workers get in turn; empty: all run on the CPU.
std::vector<int> choose_devices(ConvertOptions const& options, std::size_t thread_count,
                                std::uint64_t bytes, std::vector<std::string>& visible) {
  DeviceChoice const device = parse_device(options.device);
  if (options.devices && device.kind != DeviceChoice::Kind::automatic) {
    throw UsageError{"--device and --devices both choose the device: give one of them"};
  }
  if (device.kind == DeviceChoice::Kind::cpu) return {};
  bool const is_automatic = device.kind == DeviceChoice::Kind::automatic && !options.devices;
  // Listing devices starts the driver, which a small matrix does not repay.
  if (is_automatic && !device_pays(cu::device_costs(), bytes, thread_count)) return {};
  std::vector<int> named;
  std::string option = "--device " + options.device;
  if (options.devices) {
    named = parse_devices(*options.devices);
    option = "--devices " + *options.devices;
  } else if (options.device.find(':') != std::string::npos) {
    named = {device.number};
  }
  visible = list_visible_devices();
  check_devices(named, visible.size(), option);
  if (!named.empty()) return named;
  if (!is_automatic) check_devices({0}, visible.size(), option);
  std::vector<int> all;
  for (std::size_t k = 0; k < visible.size(); ++k) all.push_back(static_cast<int>(k));
  return all;
}

}  // namespace

std::size_t WorkerChoice::threads_of(std::size_t seat, std::size_t busy_count) const {
  std::size_t const sharing = std::clamp<std::size_t>(busy_count, 1, worker_count());
  std::size_t const share = thread_count / sharing;
  std::size_t const rest = thread_count % sharing;
  return std::max<std::size_t>(1, share + (seat < rest ? 1 : 0));
}

std::uint64_t matrix_bytes(std::vector<InputPath> const& paths) {
  std::error_code error;
  for (auto const& path : paths) {
    auto const& text = path.text();
    if (named_descriptor(text) >= 0 || !std::filesystem::is_regular_file(text, error)) return 0;
  }
  try {
    MatrixInput const matrix{paths};
    return matrix.is_regular() ? matrix.disk_bytes() : 0;
  } catch (InputError const&) {
    return 0;  // reported by what converts it
  }
}

WorkerChoice choose_workers(ConvertOptions const& options, std::uint64_t input_bytes) {
  WorkerChoice choice;
  choice.thread_count = options.threads != 0 ? options.threads : usable_cpu_count();
  auto count = asked_count(options, input_bytes);
  choice.seat_devices = {GroupSchedule::cpu};
  // A conversion in this process chooses its device itself.
  if (count == 1 && !options.devices) return choice;
  std::size_t const sharing = count.value_or(1);
  auto const devices =
      choose_devices(options, std::max<std::size_t>(1, choice.thread_count / sharing),
                     input_bytes / sharing, choice.visible_devices);
  if (!count) count = std::max<std::size_t>(1, devices.size());
  choice.seat_devices.assign(*count, GroupSchedule::cpu);
  for (std::size_t seat = 0; seat < *count && !devices.empty(); ++seat) {
    choice.seat_devices[seat] = devices[seat % devices.size()];
  }
  return choice;
}

}  // namespace hapmill
