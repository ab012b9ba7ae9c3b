#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include <vector>

#include "bytes/standard_output.hpp"
#include "cli/commands.hpp"
#include "hapmill/backend/cuda_devices.hpp"
#include "options/option_table.hpp"
#include "support/human_units.hpp"

namespace hapmill {

namespace {

using Json = nlohmann::ordered_json;

cxxopts::Options make_option_table() {
  cxxopts::Options options{
      "hapmill devices",
      "Lists the CUDA devices that `hapmill convert` can use, with their memory "
      "and the speed of copies\nto and from them.\n"};
  options.custom_help("[OPTIONS]");
  options.set_width(100);
  options.add_options("Output")("json", "Print the list as JSON");
  add_help_option(options, "Output");
  return options;
}

Json to_json(std::vector<cu::DeviceInfo> const& devices, std::string const& problem) {
  Json list = Json::array();
  for (auto const& device : devices) {
    list.push_back(
        {{"device", fmt::format("cuda:{}", list.size())},
         {"name", device.name},
         {"compute_capability", fmt::format("{}.{}", device.major, device.minor)},
         {"memory", {{"total", device.total_memory}, {"free", device.free_memory}}},
         {"copies",
          {{"to_device", device.to_device}, {"to_host", device.to_host}, {"both", device.both}}},
         {"problem", device.problem.empty() ? Json{} : Json(device.problem)}});
  }
  return {{"devices", list}, {"problem", problem.empty() ? Json{} : Json(problem)}};
}

std::string rate(double bytes_per_second) {
  return human_bytes(static_cast<std::uint64_t>(bytes_per_second)) + "/s";
}

std::string to_text(std::vector<cu::DeviceInfo> const& devices, std::string const& problem) {
  if (devices.empty()) return "No CUDA device can be used: " + problem + ".\n";
  std::string text;
  for (std::size_t k = 0; k < devices.size(); ++k) {
    cu::DeviceInfo const& device = devices[k];
    text += fmt::format("cuda:{}", k);
    if (!device.name.empty()) {
      text += fmt::format("  {}, compute capability {}.{}, {} of memory, {} free", device.name,
                          device.major, device.minor, human_bytes(device.total_memory),
                          human_bytes(device.free_memory));
    }
    text +=
        device.problem.empty()
            ? fmt::format("\n        copies {} to the device, {} to the host, {} both at once\n",
                          rate(device.to_device), rate(device.to_host), rate(device.both))
            : fmt::format("\n        cannot be used: {}\n", device.problem);
  }
  return text;
}

}  // namespace

ExitStatus devices_command(std::vector<std::string> const& arguments) {
  auto table = make_option_table();
  auto const parsed = parse_arguments(table, arguments);
  if (parsed.count("help") != 0) {
    print_to_standard_output(help_text(table, {"Output"}));
    return ExitStatus::done;
  }
  auto const [count, problem] = cu::count_devices();
  std::vector<cu::DeviceInfo> devices;
  for (int k = 0; k < count; ++k) devices.push_back(cu::inspect_device(k));
  bool const as_json = parsed.count("json") != 0;
  print_to_standard_output(
      as_json ? to_json(devices, problem).dump(2, ' ', false, Json::error_handler_t::replace) + "\n"
              : to_text(devices, problem));
  return ExitStatus::done;
}

}  // namespace hapmill
