// Compares the fast path of the kernels for rows of one-byte cells with the model's row functions
// run by one lane. The fast path reads cells and writes records in words, whatever their alignment.
#include "device_rules.cuh"
#include "filter.cuh"
#include "matrix_case.hpp"
#include "table_format.cuh"
#include "vcf_format.cuh"
#include "warp_lanes.cuh"

#include "hapmill/support/errors.hpp"
#include "host_cuda/grid.hpp"
#include "options/planner.hpp"
#include "support/conversion_properties.hpp"
#include "support/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace hapmill::test {
namespace {

/// Makes pairs of columns, in any order, some left out, with one phase column each after all of
/// them.
void add_random_calls(RowPlan& plan, Random& random, std::uint32_t call_count) {
  for (std::uint32_t k = 0; k < 3 * call_count; ++k) plan.column_names.push_back(std::to_string(k));
  for (std::uint32_t k = 0; k < call_count; ++k) {
    if (!random.one_in(9)) plan.samples.push_back({"x" + std::to_string(k), {2 * k, 2 * k + 1}});
  }
  if (random.one_in(2)) random.shuffle(plan.samples);
  plan.phase.first_column = 2 * call_count;
  plan.uncounted.assign(plan.column_count(), 0);
  for (std::uint32_t k = 0; k < call_count; ++k) {
    plan.uncounted[plan.phase.first_column + k] = missing_bit<ByteCode>;
  }
}

/// Makes samples of all kinds: pairs in order, pairs in any order, the same column twice, single
/// columns, or a mixture.
void add_random_samples(RowPlan& plan, Random& random, std::uint32_t column_count) {
  for (std::uint32_t k = 0; k < column_count; ++k) plan.column_names.push_back(std::to_string(k));
  std::uint64_t const shape = random.below(5);
  auto const any = [&] { return static_cast<std::uint32_t>(random.below(column_count)); };
  std::uint32_t next = 0;
  std::uint64_t const most = random.one_in(4) ? column_count : std::max(column_count / 2, 1U);
  for (std::uint64_t k = 0; k < most && next < column_count; ++k) {
    SampleColumns columns{next, SampleColumns::none};
    if (shape == 0 || shape == 1) columns.second = std::min(next + 1, column_count - 1);
    if (shape == 2) columns = {any(), any()};
    if (shape == 3) columns.first = any();
    if (shape == 4) columns = {any(), random.one_in(2) ? any() : SampleColumns::none};
    next += shape == 0 || shape == 1 ? 2 : 1;
    plan.samples.push_back({"x" + std::to_string(k), columns});
  }
  if (shape == 1) random.shuffle(plan.samples);
  if (!random.one_in(4)) return;
  plan.uncounted.assign(column_count, missing_bit<ByteCode>);
  for (auto const& sample : plan.samples) {
    plan.uncounted[sample.columns.first] = 0;
    if (sample.columns.second != SampleColumns::none) plan.uncounted[sample.columns.second] = 0;
  }
}

/// Makes a plan with random policies. Returns null if they cannot be combined.
std::unique_ptr<RowPlan> make_random_plan(RecordKind kind, Random& random) {
  using Words = std::vector<std::string>;
  ConvertOptions options;
  bool const is_table = kind == RecordKind::table;
  if (is_table) {
    options.table_style =
        random.pick(Words{"panel-v1", "panel-v1", "panel", "phase", "vcf-simplify"});
    options.pi_prefix = std::string(random.pick(std::vector<std::size_t>{0, 0, 1, 3, 20}), 'p');
  } else {
    options.output_type = kind == RecordKind::vcf ? "v" : "u";
    options.phase_sets = random.one_in(3);
  }
  options.delimiter = random.pick(Words{"\t", "\t", "\t", ",", "A"});
  options.alt_order = random.pick(Words{"first", "acgt", "frequency"});
  if (random.one_in(2)) {
    options.missing = random.pick(is_table ? Words{"ref", "keep", "dot"} : Words{"ref", "dot"});
  }
  if (random.one_in(2)) options.half_call = random.pick(Words{"keep", "missing", "ref", "error"});
  if (random.one_in(2)) {
    options.deletion = random.pick(is_table ? Words{"ref", "keep", "star", "missing", "drop-site"}
                                            : Words{"star", "missing", "drop-site"});
  }
  if (random.one_in(3)) {
    options.ambiguous =
        random.pick(is_table ? Words{"literal", "missing", "error"} : Words{"missing", "error"});
  }
  if (random.one_in(4)) options.deletion_code = random.pick(Words{"*", "DEL"});
  options.fold_case = random.pick(Words{"off", "on"});
  if (random.one_in(3)) {
    options.max_alleles = random.pick(Words{"2", "3"});
    options.snps_only = random.one_in(2);
    options.min_ac = random.pick(Words{"0", "1", "3"});
    options.max_missing_rate = random.pick(Words{"0", "0.04", "0.1", "1"});
  }
  std::uint32_t const columns = static_cast<std::uint32_t>(
      random.one_in(4) ? random.between(120, 700) : random.between(1, 40));
  try {
    auto plan = std::make_unique<RowPlan>(make_plan(options).row);
    bool const has_phases = random.one_in(4);
    if (has_phases) {
      add_random_calls(*plan, random, (columns + 2) / 3);
    } else {
      add_random_samples(*plan, random, columns);
      plan->phase.is_unphased = random.one_in(3);
    }
    plan->phase.refuses_unphased = is_table && has_phases && random.one_in(2);
    return plan;
  } catch (Error const&) {
    return nullptr;
  }
}

struct RowText {
  std::string contig;
  ContigFacts facts;
  std::string text;
};

RowText make_random_row(RowPlan const& plan, Random& random) {
  using Words = std::vector<std::string>;
  std::string const delimiter{plan.delimiter};
  RowText row;
  row.contig = std::string(random.pick(std::vector<std::size_t>{1, 1, 2, 5, 5, 12, 27, 40}), 'c');
  using Numbers = std::vector<std::uint32_t>;
  row.facts.id = random.one_in(20) ? -1 : static_cast<std::int32_t>(random.below(300));
  row.facts.length = random.pick(Numbers{max_pos, max_pos, 20'000});
  row.facts.phase_set = random.pick(Numbers{1, 7, 127, 128, 40'000, 2'147'483'647});
  row.facts.is_vcf_name = !random.one_in(20);
  row.text = row.contig + delimiter + random.pick(Words{"1", "9", "12345", "2147483647", "007"}) +
             delimiter + random.pick(Words{"C", "C", "G", "g", "T", "-", "*"});
  bool const is_clean = random.one_in(3);
  // Many alternates, or so few that all of them may be bases.
  std::string const alternates = random.one_in(3) ? "ACGTN*g" : "CGTgC";
  std::uint64_t const rate = random.one_in(2) ? 30 : 2;
  for (std::uint32_t k = 0; k < plan.column_count(); ++k) {
    char cell = random.one_in(rate) ? alternates[random.below(alternates.size())] : 'C';
    if (!is_clean && random.one_in(20)) cell = random.pick(std::vector<char>{'N', 'N', '-', '*'});
    std::uint32_t const phases = plan.phase.first_column;
    if (phases != 0 && k >= phases) cell = random.pick(std::vector<char>{'|', '|', '|', '/', '1'});
    row.text += delimiter + cell;
  }
  if (random.one_in(3)) {
    // Change something in the row, which may become bad.
    char const byte = random.pick(std::vector<char>{'R', 'r', '\x01', '\x80', plan.delimiter, 'Q'});
    row.text[row.text.size() - 1 - random.below(row.text.size())] = byte;
  }
  if (random.one_in(12)) row.text += random.pick(Words{"T", delimiter, "EL", delimiter + "C"});
  return row;
}

/// The result of a row: its outcome, the kind of its fault, and its record.
struct Outcome {
  cu::RowOutcome outcome;
  RowFaultKind fault;
  std::string record;
  bool operator==(Outcome const&) const = default;
};

void PrintTo(Outcome const& outcome, std::ostream* stream) {
  *stream << "outcome " << static_cast<int>(outcome.outcome) << ", fault "
          << static_cast<int>(outcome.fault) << ": " << outcome.record;
}

/// Converts a row by one lane with the model's row functions.
Outcome convert_by_model(RowText const& text, RowPlan const& plan, cu::RowRules const& rules) {
  std::size_t const stride = plan.field_count() + 1;
  std::vector<std::uint32_t> numbers(4 * stride);
  std::vector<WideCode> codes(2 * stride);
  RowScratch const scratch{&numbers[0],          &codes[0],
                           &codes[stride],       &numbers[stride],
                           &numbers[2 * stride], &numbers[3 * stride]};
  Row const row{text.text.data(), static_cast<std::uint32_t>(text.text.size())};
  std::uint32_t const chrom_bytes = chrom_size(row, plan.delimiter);
  if (chrom_bytes != 0 && text.text.substr(0, chrom_bytes) != text.contig) {
    return {cu::RowOutcome::breaks_plan, RowFaultKind::none, {}};
  }
  SingleLane const lane;
  std::uint32_t const fields =
      tokenize_row(lane, row, plan.delimiter, scratch.field_begin, plan.field_count() + 1);
  Site<WideCode> site{};
  site.contig = text.facts;
  RowFault fault = check_site_fields(row, plan.delimiter, scratch.field_begin, fields,
                                     plan.field_count(), site.pos);
  if (fault.kind == RowFaultKind::none) {
    fault =
        encode_row(lane, row, plan.rules, plan.uncounted.empty() ? nullptr : plan.uncounted.data(),
                   plan.column_count(), scratch, site);
  }
  if (fault.kind != RowFaultKind::none) return {cu::RowOutcome::rejected, fault.kind, {}};
  cu::RowReading const reading = cu::filter_site(lane, site, scratch.alternates, rules, scratch);
  if (reading.outcome != cu::RowOutcome::written) return {reading.outcome, reading.fault.kind, {}};
  std::string record(write_record(lane, site, rules.format, scratch.counts, nullptr), '\0');
  write_record(lane, site, rules.format, scratch.counts, record.data());
  return {cu::RowOutcome::written, RowFaultKind::none, record};
}

/// Memory of exactly `size` bytes that starts `shift` bytes after a multiple of 16 and can be read
/// in whole words.
class ShiftedBytes {
 public:
  ShiftedBytes(std::size_t shift, std::size_t size)
      : size_{(shift + size + 15) / 16 * 16},
        memory_{static_cast<char*>(std::aligned_alloc(16, size_ + 16))},
        shift_{shift} {
    std::memset(memory_.get(), junk, size_ + 16);
  }
  char* data() const { return memory_.get() + shift_; }
  /// Whether the bytes outside [0, count) are unchanged.
  bool is_kept_but(std::size_t count) const {
    auto const is_junk = [](char byte) { return byte == junk; };
    return std::all_of(memory_.get(), data(), is_junk) &&
           std::all_of(data() + count, memory_.get() + size_ + 16, is_junk);
  }

 private:
  struct Free {
    void operator()(char* memory) const { std::free(memory); }
  };
  static constexpr char junk = '\x5A';
  std::size_t size_;
  std::unique_ptr<char, Free> memory_;
  std::size_t shift_;
};

/// Converts a row by each tile of a warp, each with its own scratch memory.
template <class Record, unsigned lane_count>
class TileRun {
 public:
  static constexpr unsigned tile_count = cu::warp_size / lane_count;

  explicit TileRun(RowPlan const& plan)
      : rules_{plan},
        numbers_(tile_count * 4 * cu::ScratchMemory::stride(plan.column_count())),
        codes_(tile_count * 2 * cu::ScratchMemory::stride(plan.column_count())),
        memory_{numbers_.data(), codes_.data(), plan.column_count()} {}

  cu::RowRules const& rules() const { return *rules_.get(); }

  /// Returns the result, which is the same for all tiles. `shift` changes the alignment of text and
  /// records.
  Outcome convert(RowText const& text, std::size_t shift, std::size_t room, std::uint64_t& count) {
    ShiftedBytes const row_bytes{shift, text.text.size()};
    std::memcpy(row_bytes.data(), text.text.data(), text.text.size());
    Row const row{row_bytes.data(), static_cast<std::uint32_t>(text.text.size())};
    Text const contig{text.contig.data(), static_cast<std::uint32_t>(text.contig.size())};
    std::vector<ShiftedBytes> records;
    std::vector<Outcome> outcomes(tile_count);
    std::vector<bool> takes(tile_count);
    for (unsigned tile = 0; tile < tile_count; ++tile) {
      records.emplace_back((shift * 7 + tile * 5) % 16, room);
    }
    auto const kernel = [&] {
      unsigned const tile = threadIdx.x / lane_count;
      cu::WarpTile<lane_count> const lanes;
      cu::TileScratch const scratch = memory_.of_tile(tile);
      Record record{rules(), scratch};
      auto const visit = [&](auto tile_lanes, auto& site, auto* alternates) {
        cu::RowReading reading =
            cu::filter_site(tile_lanes, site, alternates, rules(), scratch.row);
        if (reading.outcome != cu::RowOutcome::written) return reading;
        reading.size = record.measure(tile_lanes, site, contig);
        tile_lanes.sync();
        record.write(tile_lanes, site, contig, records[tile].data());
        tile_lanes.sync();
        // Convert again with the used scratch memory.
        record.write(tile_lanes, site, contig, records[tile].data());
        if (tile_lanes.rank() == 0 && tile == 0) count += record.is_fast(site, contig) ? 1 : 0;
        return reading;
      };
      cu::RowReading const reading =
          cu::read_row(lanes, row, {contig, text.facts}, rules(), scratch.row, visit);
      lanes.sync();
      if (lanes.rank() != 0) return;
      outcomes[tile] = {reading.outcome, reading.fault.kind, {}};
      if (reading.outcome == cu::RowOutcome::written) {
        outcomes[tile].record.assign(records[tile].data(), reading.size);
      }
    };
    host_cuda::run_grid(kernel, dim3{1}, dim3{cu::warp_size}, 0);
    for (unsigned tile = 0; tile < tile_count; ++tile) {
      EXPECT_EQ(outcomes[tile], outcomes[0]);
      EXPECT_TRUE(records[tile].is_kept_but(outcomes[tile].record.size()));
    }
    return outcomes[0];
  }

 private:
  cu::DeviceRules rules_;
  std::vector<std::uint32_t> numbers_;
  std::vector<WideCode> codes_;
  cu::ScratchMemory memory_;
};

template <class Record, unsigned lane_count>
void expect_rows_of_the_model(RecordKind kind, std::uint64_t first_seed, std::uint64_t seed_count) {
  std::uint64_t fast_count = 0;
  std::uint64_t written_count = 0;
  for (std::uint64_t seed = first_seed; seed < first_seed + seed_count; ++seed) {
    Random random{seed};
    auto const plan = make_random_plan(kind, random);
    if (!plan) continue;
    TileRun<Record, lane_count> run{*plan};
    host_cuda::grid_settings().seed = seed % 3;
    for (int k = 0; k < 12; ++k) {
      RowText const text = make_random_row(*plan, random);
      Outcome const expected = convert_by_model(text, *plan, run.rules());
      written_count += expected.outcome == cu::RowOutcome::written ? 1 : 0;
      ASSERT_EQ(run.convert(text, random.below(16), expected.record.size(), fast_count), expected)
          << "seed " << seed << ", row " << k << ": " << text.text;
      if (testing::Test::HasFailure()) return;
    }
  }
  host_cuda::grid_settings() = {};
  EXPECT_GT(fast_count, written_count / 4);
  EXPECT_LT(fast_count, written_count);
}

constexpr std::uint64_t seed_count = 400 / sanitizer_divisor;

/// A class of records and the kind that it writes.
template <class RecordClass, RecordKind record_kind>
struct Path {
  using Record = RecordClass;
  static constexpr RecordKind kind = record_kind;
};

template <class Path>
class RowPath : public testing::Test {};

using Paths = testing::Types<Path<cu::TableRecord, RecordKind::table>,
                             Path<cu::VcfRecord<RecordKind::vcf>, RecordKind::vcf>,
                             Path<cu::VcfRecord<RecordKind::bcf>, RecordKind::bcf>>;
struct PathNames {
  template <class Path>
  static std::string GetName(int /*k*/) {
    return name_of(Path::kind);
  }
};
TYPED_TEST_SUITE(RowPath, Paths, PathNames);

TYPED_TEST(RowPath, DoesWhatTheModelDoesByAWholeWarp) {
  using Record = typename TypeParam::Record;
  expect_rows_of_the_model<Record, cu::wide_row_lanes>(TypeParam::kind, 1, seed_count);
}

TYPED_TEST(RowPath, DoesWhatTheModelDoesByAQuarterOfAWarp) {
  using Record = typename TypeParam::Record;
  expect_rows_of_the_model<Record, cu::narrow_row_lanes>(TypeParam::kind, 10'000, seed_count);
}

}  // namespace
}  // namespace hapmill::test
