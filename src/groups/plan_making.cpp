#include "groups/plan_making.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "bytes/digest.hpp"
#include "bytes/text_lines.hpp"
#include "convert/record_output.hpp"
#include "convert/split_output.hpp"
#include "groups/parts_of_output.hpp"
#include "groups/shared_files.hpp"
#include "hapmill/support/errors.hpp"
#include "hapmill/version.hpp"
#include "options/convert_arguments.hpp"

namespace hapmill {

namespace {

/// Size and time of a file: the file of a genome is too large to read it for this.
std::string identity_text(std::string const& path) {
  std::error_code none;
  return fmt::format("{} {}\n", std::filesystem::file_size(path, none),
                     std::filesystem::last_write_time(path, none).time_since_epoch().count());
}

/// A digest of all that decides the output besides the rows: two plans with the same digest give
/// the same bytes for the same ranges.
std::string shape_of(ConversionInput const& input) {
  ConvertPlan const& plan = input.plan();
  std::string text =
      fmt::format("{}\n{}{}{}{}{}{}{}\n", plan.shaping_command, static_cast<int>(plan.output.kind),
                  plan.output.is_compressed, plan.compression_level, static_cast<int>(plan.index),
                  plan.sorts_sites, plan.row.count_columns, plan.files.rejects.has_value());
  for (auto const& name : plan.row.column_names) text += name + "\n";
  for (auto const& sample : plan.row.samples) {
    text += fmt::format("{} {} {}\n", sample.columns.first, sample.columns.second, sample.name);
  }
  text.append(plan.row.uncounted.begin(), plan.row.uncounted.end());
  // Files that choose or change rows; the content of the others is in the header, or above.
  text += input.region_text();
  if (plan.genotypes.reference) text += identity_text(plan.genotypes.reference->fasta.text());
  if (plan.split_folder) text += plan.split_pattern + "\n";
  return digest_of(text + input.output_header());
}

/// Mean size of a row, from whole lines at a few places of the matrix.
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
  double const bytes_per_row = row_bytes(input, plan);
  for (auto& count : bytes) {
    if (count == 0) continue;  // no row is in its regions
    count = std::max<std::uint64_t>(
        1, static_cast<std::uint64_t>(static_cast<double>(count) / bytes_per_row + 0.5));
  }
  return bytes;
}

/// Whether line numbers at the start of each range are needed: rejected rows are reported with
/// them.
bool needs_lines(ConversionInput const& input) {
  return input.plan().row.bad_rows == BadRowPolicy::skip;
}

}  // namespace

ConversionPlanFile make_conversion_plan(ConvertPlan const& convert, GroupRequest const& request) {
  ConversionPlanFile plan;
  plan.version = version;
  plan.folder = std::filesystem::current_path().string();
  plan.arguments = convert.command;
  plan.output = joined_output(convert);
  plan.splits_contigs = convert.split_folder.has_value();
  list_parts(convert);
  require_regular_files(convert);
  ConversionInput input{convert};
  if (!input.matrix().is_regular()) {
    throw UsageError{"--workers and groups of a plan read the matrix at any offset: " +
                     input.matrix().advice()};
  }
  plan.inputs = identities_of(input.matrix());
  bool const may_bisect = !request.must_scan && !convert.full_scan && !needs_lines(input);
  auto found = may_bisect ? input.bisect() : std::nullopt;
  plan.is_scanned = !found;
  plan.input = found ? std::move(*found) : input.scan();
  input.describe_contigs(plan.input);
  plan.row_counts = estimate_rows(input, plan.input);
  if (plan.splits_contigs) {
    refuse_split_names(convert.typed, ContigFileNames{convert.split_pattern},
                       contigs_to_write(plan.input));
  }
  plan.groups = make_groups(plan.input, request.count, convert.sorts_sites || plan.splits_contigs);
  plan.shape = shape_of(input);
  estimate_conversion(plan, input, request.limits);
  input.matrix().check_unchanged();
  set_digest(plan);
  return plan;
}

void go_to_folder(ConversionPlanFile const& plan) {
  std::error_code error;
  std::filesystem::current_path(plan.folder, error);
  if (!error) return;
  throw InputError{fmt::format(
      "cannot go to {}, the folder in which the plan was made and where its paths start: {}",
      plan.folder, std::strerror(error.value()))};
}

ConvertPlan plan_of_arguments(ConversionPlanFile const& plan,
                              std::vector<std::string> const& machine_arguments) {
  auto arguments = plan.arguments;
  // The last value of a repeated option counts, and there are no options after --.
  arguments.insert(std::find(arguments.begin(), arguments.end(), "--"), machine_arguments.begin(),
                   machine_arguments.end());
  auto const options = parse_convert_arguments(arguments);
  if (!options) throw InputError{"the plan asks for help: make it again"};
  if (!plan.path.empty()) options->files.list->reads("the plan", plan.path);
  auto convert = make_plan(*options);
  convert.command = plan.arguments;
  return convert;
}

void prepare_planned(ConversionPlanFile& plan, ConversionInput& input) {
  auto const now = identities_of(input.matrix());
  for (std::size_t k = 0; k < now.size(); ++k) {
    bool const is_same = k < plan.inputs.size() && now[k].size == plan.inputs[k].size &&
                         now[k].modified_ns == plan.inputs[k].modified_ns;
    if (is_same) continue;
    throw InputError{fmt::format("{} has changed since the plan was made: make the plan again",
                                 input.file_names()[k])};
  }
  input.describe_contigs(plan.input);
  if (shape_of(input) != plan.shape) {
    throw InputError{
        "the options, or the header, samples, contigs or regions that follow from them, differ "
        "from "
        "those of the plan (did a file that they name change?): make the plan again"};
  }
}

}  // namespace hapmill
