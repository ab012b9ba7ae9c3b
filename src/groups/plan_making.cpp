#include "groups/plan_making.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "bytes/digest.hpp"
#include "bytes/output_file.hpp"
#include "bytes/text_lines.hpp"
#include "convert/record_output.hpp"
#include "convert/split_output.hpp"
#include "groups/part_manifest.hpp"
#include "groups/plan_estimate.hpp"
#include "hapmill/support/errors.hpp"
#include "hapmill/version.hpp"
#include "options/convert_arguments.hpp"

namespace hapmill {

namespace {

/// Which file it is: one of a genome is too large to read it for this.
std::string identity_text(std::string const& path) {
  std::error_code none;
  return fmt::format("{} {}\n", std::filesystem::file_size(path, none),
                     std::filesystem::last_write_time(path, none).time_since_epoch().count());
}

/// All that shapes the output besides the rows, as a digest: two plans with the same one give the
/// same bytes for the same ranges.
std::string shape_of(ConvertOptions const& options, ConversionInput const& input) {
  ConvertPlan const& plan = input.plan();
  std::string text = fmt::format(
      "{}\n{}{}{}{}{}{}{}\n", options.shaping_command, static_cast<int>(plan.output.kind),
      plan.output.is_compressed, plan.compression_level, static_cast<int>(plan.index),
      plan.sorts_sites, plan.row.count_columns, options.rejects.has_value());
  for (auto const& name : plan.row.column_names) text += name + "\n";
  for (auto const& sample : plan.row.samples) {
    text += fmt::format("{} {} {}\n", sample.columns.first, sample.columns.second, sample.name);
  }
  text.append(plan.row.uncounted.begin(), plan.row.uncounted.end());
  // Files that choose or change rows; what the others say is in the header, or above.
  text += input.region_text();
  if (options.reference) text += identity_text(*options.reference);
  if (options.split_folder) text += name_pattern(options, plan.output) + "\n";
  return digest_of(text + input.output_header());
}

/// Rows of the first whole lines of a few places of the file, to tell how many there are.
double row_bytes(ConversionInput const& input, InputPlan const& plan) {
  constexpr std::size_t place_count = 16;
  std::size_t look = std::size_t{64} << 10;
  for (std::uint64_t const size = input.matrix().size();; look *= 4) {
    std::uint64_t rows = 0;
    std::uint64_t bytes = 0;
    std::string text(look, '\0');
    for (std::size_t k = 0; k < place_count && !plan.ranges.empty(); ++k) {
      auto const& range = plan.ranges[plan.ranges.size() * k / place_count];
      std::string_view const found{text.data(),
                                   input.matrix().read_at(text.data(), look, range.begin)};
      auto const first = found.find('\n');
      auto const last = found.rfind('\n');
      if (first == last) continue;
      bytes += last - first;
      rows += static_cast<std::uint64_t>(
          std::count(found.begin() + static_cast<std::ptrdiff_t>(first) + 1,
                     found.begin() + static_cast<std::ptrdiff_t>(last) + 1, '\n'));
    }
    if (rows != 0) return static_cast<double>(bytes) / static_cast<double>(rows);
    if (look >= size) return static_cast<double>(size);  // one row, or two
  }
}

std::vector<std::uint64_t> estimate_rows(ConversionInput const& input, InputPlan const& plan) {
  std::vector<std::uint64_t> bytes(plan.names.count(), 0);
  for (auto const& range : plan.ranges) bytes[range.contig_id] += range.end - range.begin;
  double const a_row = row_bytes(input, plan);
  for (auto& count : bytes) {
    if (count == 0) continue;  // no row is in its regions
    count = std::max<std::uint64_t>(
        1, static_cast<std::uint64_t>(static_cast<double>(count) / a_row + 0.5));
  }
  return bytes;
}

/// Looks before a stream is opened, which may wait for its writer.
constexpr char const* why_no_stream = "groups of a plan read the matrix at any place: ";

void refuse_stream(std::string const& matrix) {
  std::error_code none;
  auto const status = std::filesystem::status(matrix, none);
  bool const is_stream =
      matrix == "-" || matrix.starts_with("/dev/fd/") ||
      (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status) &&
       !std::filesystem::is_directory(status));
  if (is_stream) throw UsageError{std::string{why_no_stream} + "give it as a file"};
}

/// Line numbers at the begin of each range: those of rejected rows are kept.
bool needs_lines(ConversionInput const& input) {
  return input.plan().row.bad_rows == BadRowPolicy::skip;
}

}  // namespace

std::string output_of_plan(ConvertOptions const& options) {
  namespace fs = std::filesystem;
  std::error_code none;
  if (options.split_folder) {
    if (options.split_folder->empty()) throw UsageError{"--split-by-contig: name a folder"};
    // Made later, where it is not there.
    auto const folder = fs::weakly_canonical(fs::absolute(*options.split_folder), none);
    return (folder.has_filename() ? folder : folder.parent_path()).string();
  }
  auto const status = fs::status(options.output, none);
  bool const is_file = !options.output.empty() && named_descriptor(options.output) < 0 &&
                       (!fs::exists(status) || fs::is_regular_file(status));
  if (!is_file) {
    throw UsageError{
        "groups of a plan are joined to a regular file, and the output is none: name one with -o"};
  }
  auto const path = fs::absolute(resolve_output(options.output));
  return (fs::weakly_canonical(path.parent_path(), none) / path.filename()).string();
}

ConversionPlanFile make_conversion_plan(ConvertOptions const& options, std::size_t group_count,
                                        bool must_scan) {
  ConversionPlanFile plan;
  plan.version = version;
  plan.folder = std::filesystem::current_path().string();
  plan.arguments = options.command;
  plan.output = output_of_plan(options);
  plan.splits_contigs = options.split_folder.has_value();
  list_parts(plan, *options.files.list, true);
  for (auto const& matrix : options.matrices) refuse_stream(matrix);
  ConversionInput input{options};
  if (!input.matrix().is_regular()) throw UsageError{why_no_stream + input.matrix().advice()};
  plan.inputs = identities_of(input.matrix());
  bool const may_bisect = !must_scan && !options.full_scan && !needs_lines(input);
  auto found = may_bisect ? input.bisect() : std::nullopt;
  plan.is_scanned = !found;
  plan.input = found ? std::move(*found) : input.scan();
  input.describe_contigs(plan.input);
  plan.row_counts = estimate_rows(input, plan.input);
  if (plan.splits_contigs) {
    ContigFileNames const names{name_pattern(options, input.plan().output)};
    refuse_split_names(options, names, contigs_to_write(plan.input));
  }
  plan.groups =
      make_groups(plan.input, group_count, input.plan().sorts_sites || plan.splits_contigs);
  plan.shape = shape_of(options, input);
  estimate_conversion(plan, options, input);
  input.matrix().check_unchanged();
  set_digest(plan);
  return plan;
}

ConvertOptions planned_options(ConversionPlanFile const& plan,
                               std::vector<std::string> const& machine_arguments) {
  std::error_code error;
  std::filesystem::current_path(plan.folder, error);
  if (error) {
    throw InputError{fmt::format(
        "cannot go to {}, the folder in which the plan was made and where its paths begin: {}",
        plan.folder, std::strerror(error.value()))};
  }
  auto arguments = plan.arguments;
  // Of an option that is given twice the last counts, and after -- there are no options.
  arguments.insert(std::find(arguments.begin(), arguments.end(), "--"), machine_arguments.begin(),
                   machine_arguments.end());
  auto options = parse_convert_arguments(arguments);
  if (!options) throw InputError{"the plan asks for help: make it again"};
  options->command = plan.arguments;
  if (!plan.path.empty()) options->files.list->reads("the plan", plan.path);
  // One file for all groups: the process that starts them writes it.
  options->memory_profile.reset();
  options->files.memory_profile.reset();
  return *options;
}

void prepare_planned(ConversionPlanFile& plan, ConvertOptions const& options,
                     ConversionInput& input) {
  auto const now = identities_of(input.matrix());
  for (std::size_t k = 0; k < now.size(); ++k) {
    bool const is_same = k < plan.inputs.size() && now[k].size == plan.inputs[k].size &&
                         now[k].modified_ns == plan.inputs[k].modified_ns;
    if (is_same) continue;
    throw InputError{fmt::format("{} has changed since the plan was made: make the plan again",
                                 input.file_names()[k])};
  }
  input.describe_contigs(plan.input);
  if (shape_of(options, input) != plan.shape) {
    throw InputError{
        "the options, or what they make of the header, the samples, the contigs and the regions, "
        "are no more those of the plan (has a file that they name changed?): make the plan again"};
  }
}

}  // namespace hapmill
