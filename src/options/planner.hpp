#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hapmill/model/policies.hpp"
#include "hapmill/model/row_plan.hpp"
#include "matrix/column_layout.hpp"
#include "matrix/sample_choice.hpp"
#include "matrix/sample_pairs.hpp"
#include "options/convert_files.hpp"
#include "options/convert_options.hpp"
#include "options/genotype_options.hpp"
#include "options/machine_plan.hpp"
#include "options/output_type.hpp"

namespace hapmill {

/// Level of BGZF output: docs/performance.md compares the time and size of levels.
inline constexpr int default_compression_level = 1;
enum class IndexChoice : std::uint8_t { by_output, none, csi, tbi };

/// Everything that the options alone decide, checked and with defaults filled in. Whatever converts
/// gets this and never the options.
struct ConvertPlan {
  RowPlan row;  ///< columns and samples are still empty: add_samples
  GenotypePlan genotypes;
  ColumnLayout layout;
  std::optional<double> least_quality;
  std::string missing_code;  ///< a cell that is missing
  std::string deletion_code;
  PairOptions pairs;
  std::string pairs_word;  ///< --pairs as typed, for messages
  SampleChoice samples;
  AltFrom alt_from = AltFrom::all;
  ContigOrder contig_order = ContigOrder::first;
  std::vector<std::string> regions;  ///< lists of --regions, as typed
  bool full_scan = false;            ///< find contigs by reading every row

  OutputType output;
  int compression_level = default_compression_level;
  IndexChoice index = IndexChoice::by_output;
  bool sorts_sites = false;                 ///< of each contig by POS
  std::optional<std::string> split_folder;  ///< one file per contig goes into it
  std::string split_pattern;                ///< their names, with {contig} in it
  std::optional<std::string> contigs;       ///< list of the contigs of the header, as typed
  /// The command with the options that decide the content of the output, in the order of --help.
  std::string shaping_command;
  bool names_version = true;  ///< the header of VCF and BCF names version and command

  ConvertFiles files;
  MachinePlan machine;
  std::string progress = "auto";
  bool quiet = false;
  std::vector<std::string> command;  ///< as typed, for the report
  ConvertOptions typed;              ///< for RecordOutput and SplitOutput only

  /// The output as messages name it.
  std::string const& output_name() const {
    return split_folder ? *split_folder : files.output.text();
  }
  /// What the header of VCF and BCF says of the command; empty: nothing.
  std::string header_command() const { return names_version ? shaping_command : ""; }
};

/// Whether --pairs is the path of a file, and not one of its words.
bool names_pairs_file(ConvertOptions const& options);

/// Makes a plan of the options. Throws UsageError for unknown words, and for requests that
/// contradict each other or that the output cannot hold.
ConvertPlan make_plan(ConvertOptions const& options);

/// Adds the matrix's columns and the samples that they form; `fields` as make_samples has them.
/// Throws InputError.
void add_samples(ConvertPlan& plan, std::vector<std::string> column_names,
                 std::vector<std::uint32_t> const& fields = {});

}  // namespace hapmill
