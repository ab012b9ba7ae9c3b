#pragma once

#include <optional>
#include <string>
#include <vector>

#include "extract/extract_plan.hpp"
#include "extract/variant_reader.hpp"
#include "support/listed_path.hpp"

namespace hapmill {

/// The options of `hapmill extract`.
struct ExtractOptions {
  std::string variants;      ///< path of the VCF or BCF file
  std::string output = "-";  ///< path, or - for standard output
  std::optional<std::string> write_pairs;
  std::optional<std::string> samples;       ///< a,b or ^a,b, where ^ means all others
  std::optional<std::string> samples_file;  ///< path, after a ^ for all others
  ExtractPlan plan;
  std::size_t threads = 0;  ///< 0 for the number of CPUs
  std::string progress = "auto";
  bool quiet = false;
};

/// Returns the text of `hapmill extract --help`.
std::string extract_help();

/// Parses the arguments of `hapmill extract`. Returns nothing if they ask for help. Throws
/// UsageError.
std::optional<ExtractOptions> parse_extract_arguments(std::vector<std::string> const& arguments);

/// Makes the selection of samples from the options, and reads the samples file if they name one.
/// Throws UsageError or InputError.
SampleSelection make_sample_selection(ExtractOptions const& options,
                                      std::optional<InputPath> const& samples_file);

}  // namespace hapmill
