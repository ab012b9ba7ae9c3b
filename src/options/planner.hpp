#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hapmill/model/policies.hpp"
#include "hapmill/model/row_plan.hpp"
#include "matrix/column_layout.hpp"
#include "matrix/sample_choice.hpp"
#include "matrix/sample_pairs.hpp"
#include "options/convert_options.hpp"
#include "options/genotype_options.hpp"
#include "options/output_type.hpp"

namespace hapmill {

/// Level of BGZF output: docs/performance.md compares the time and size of levels.
inline constexpr int default_compression_level = 1;
/// Default chunk size on the CPU: small enough that a chunk and its records stay in the cache of
/// one core.
inline constexpr std::size_t default_cpu_chunk_bytes = 256U << 10;
inline constexpr std::size_t most_chunk_bytes = 64U << 20;

enum class IndexChoice : std::uint8_t { by_output, none, csi, tbi };

/// Everything that the options alone decide, checked and with defaults filled in.
struct ConvertPlan {
  RowPlan row;  ///< columns and samples are still empty: add_samples
  GenotypePlan genotypes;
  ColumnLayout layout;
  std::optional<double> least_quality;
  std::string missing_code;  ///< a cell that is missing
  PairOptions pairs;
  SampleChoice samples;
  AltFrom alt_from = AltFrom::all;
  ContigOrder contig_order = ContigOrder::first;
  bool sorts_sites = false;  ///< of each contig by POS
  OutputType output;
  int compression_level = default_compression_level;
  IndexChoice index = IndexChoice::by_output;
};

/// Whether --pairs is the path of a file, and not one of its words.
bool names_pairs_file(ConvertOptions const& options);

/// Makes sense of the options. Throws UsageError for words that none of them knows, and for
/// requests that contradict each other or that the output cannot hold.
ConvertPlan make_plan(ConvertOptions const& options);

/// Adds the matrix's columns and the samples that they form; `fields` as make_samples has them.
/// Throws InputError.
void add_samples(ConvertPlan& plan, std::vector<std::string> column_names,
                 std::vector<std::uint32_t> const& fields = {});

}  // namespace hapmill
