#pragma once

#include <optional>
#include <string>
#include <vector>

#include "extract/extract_plan.hpp"
#include "extract/variant_reader.hpp"

namespace hapmill {

/// What the user asks of `hapmill extract`.
struct ExtractOptions {
  std::string variants;
  std::string output = "-";
  std::optional<std::string> write_pairs;
  std::optional<std::string> samples;       ///< a,b or ^a,b
  std::optional<std::string> samples_file;  ///< its name, ^ before it for all others
  ExtractPlan plan;
  std::size_t threads = 0;  ///< 0: as many as the machine allows
  std::string progress = "auto";
  bool quiet = false;
};

/// The text of `hapmill extract --help`.
std::string extract_help();

/// Parses the arguments of `hapmill extract`; none if they ask for help. Throws UsageError.
std::optional<ExtractOptions> parse_extract_arguments(std::vector<std::string> const& arguments);

/// Reads the samples file where one is named. Throws UsageError, InputError.
SampleSelection make_sample_selection(ExtractOptions const& options);

}  // namespace hapmill
