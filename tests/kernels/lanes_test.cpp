// Compares the model's row functions run by tiles of a warp with the same functions run by a single
// lane.
#include "matrix_case.hpp"
#include "warp_lanes.cuh"

#include "hapmill/model/alternates.hpp"
#include "hapmill/model/encode_row.hpp"
#include "hapmill/model/write_record.hpp"
#include "host_cuda/grid.hpp"
#include "support/conversion_properties.hpp"
#include "support/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace hapmill::test {
namespace {

/// The arguments of all lanes.
struct RowTask {
  Row row;
  ContigFacts contig;
  RowPlan const& plan;
  RecordFormat const& format;
};

/// The scratch memory of one row, and the results of the row functions for it.
struct RowMemory {
  explicit RowMemory(RowPlan const& plan)
      : numbers(4 * (plan.field_count() + 1)),
        codes(2 * (plan.column_count() + 1)),
        byte_codes(codes.size()),
        record(record_room) {}

  RowScratch scratch() {
    std::uint32_t* const number = numbers.data();
    std::size_t const stride = numbers.size() / 4;
    return {number,          codes.data(),        codes.data() + codes.size() / 2,
            number + stride, number + 2 * stride, number + 3 * stride};
  }

  static constexpr std::size_t record_room = 1U << 17;
  std::vector<std::uint32_t> numbers;
  std::vector<WideCode> codes;
  std::vector<ByteCode> byte_codes;
  std::vector<char> record;

  std::uint32_t field_count = 0;
  RowFault fault{};
  RowFault record_fault{};  ///< if the row has no other fault
  Site<WideCode> site{};
  HalfCalls half_calls{};
  std::uint64_t record_size = 0;
  std::uint64_t byte_record_size = 0;  ///< size by one-byte codes, if the row has only those

  std::string text() const {
    std::string told;
    for (std::uint64_t const number : {std::uint64_t{field_count},
                                       std::uint64_t{static_cast<std::uint8_t>(fault.kind)},
                                       std::uint64_t{fault.field},
                                       std::uint64_t{fault.begin},
                                       std::uint64_t{fault.size},
                                       std::uint64_t{fault.field_count},
                                       std::uint64_t{static_cast<std::uint8_t>(record_fault.kind)},
                                       std::uint64_t{record_fault.field},
                                       std::uint64_t{record_fault.begin},
                                       std::uint64_t{record_fault.size},
                                       std::uint64_t{site.pos},
                                       std::uint64_t{site.ref_code},
                                       std::uint64_t{site.deletion_code},
                                       std::uint64_t{site.has_missing},
                                       std::uint64_t{site.has_deletion},
                                       std::uint64_t{site.alternate_count},
                                       std::uint64_t{half_calls.count},
                                       std::uint64_t{half_calls.first},
                                       record_size,
                                       byte_record_size}) {
      told += std::to_string(number) + ' ';
    }
    return told + '\n' + std::string{record.data(), record_size + byte_record_size};
  }
};

/// Writes the record of a variant site that its kind can express. Returns its bytes.
template <class Lanes, class Code>
std::uint64_t write_site(Lanes lanes, RowTask const& task, Site<Code>& site, Code* alternates,
                         RowScratch const& scratch, RowFault& fault, char* out) {
  site.alternate_count =
      collect_alternates(lanes, site.codes, site.column_count, site.ref_code, alternates);
  if (task.format.kind != RecordKind::table && site.alternate_count == 0) return 0;
  fault = check_record(lanes, site, task.format, task.plan.delimiter, scratch.field_begin);
  if (task.format.kind != RecordKind::table && fault.kind != RowFaultKind::none) return 0;
  std::uint32_t* const counts = scratch.counts;
  order_alternates(lanes, site, task.plan.alt_order, task.format.genotypes.fold_case, alternates,
                   counts);
  std::uint64_t const size = write_record(lanes, site, task.format, counts, nullptr);
  lanes.sync();
  std::uint64_t const written = write_record(lanes, site, task.format, counts, out);
  lanes.sync();
  return size == written ? size : 0;
}

/// Writes the record of a row again by one-byte codes, if the row has only those.
template <class Lanes>
std::uint64_t write_byte_record(Lanes lanes, RowTask const& task, Site<WideCode> const& site,
                                std::vector<ByteCode>& codes, RowScratch const& scratch,
                                char* out) {
  bool is_wide = site.ref_code >= first_long_code || site.deletion_code >= first_long_code;
  for (std::uint32_t k = lanes.rank(); k < site.column_count; k += lanes.size()) {
    auto const text = static_cast<WideCode>(site.codes[k] & ~missing_bit<WideCode>);
    is_wide = is_wide || text >= first_long_code;
    codes[k] = static_cast<ByteCode>(text | (is_missing(site.codes[k]) ? 0x80U : 0U));
  }
  bool const any_wide = lanes.ballot(is_wide) != 0;
  lanes.sync();
  if (any_wide) return 0;
  ByteCode* const alternates = codes.data() + codes.size() / 2;
  Site<ByteCode> byte_site{.row = site.row,
                           .contig = site.contig,
                           .chrom_size = site.chrom_size,
                           .pos = site.pos,
                           .ref_begin = site.ref_begin,
                           .ref_size = site.ref_size,
                           .ref_code = static_cast<ByteCode>(site.ref_code),
                           .deletion_code = static_cast<ByteCode>(site.deletion_code),
                           .has_missing = site.has_missing,
                           .has_deletion = site.has_deletion,
                           .column_count = site.column_count,
                           .codes = codes.data(),
                           .alternate_count = 0,
                           .alternates = alternates,
                           .long_begin = nullptr,
                           .long_size = nullptr};
  RowFault fault;
  return write_site(lanes, task, byte_site, alternates, scratch, fault, out);
}

/// Runs every row function in turn, as one of the lanes.
template <class Lanes>
void run_row(Lanes lanes, RowTask const& task, RowMemory& memory) {
  RowPlan const& plan = task.plan;
  RowScratch const scratch = memory.scratch();
  std::uint32_t const field_count =
      tokenize_row(lanes, task.row, plan.delimiter, scratch.field_begin, plan.field_count() + 1);
  Site<WideCode> site{};
  site.contig = task.contig;
  RowFault fault = check_site_fields(task.row, plan.delimiter, scratch.field_begin, field_count,
                                     plan.field_count(), site.pos);
  if (fault.kind == RowFaultKind::none) {
    fault = encode_row(lanes, task.row, plan.rules,
                       plan.uncounted.empty() ? nullptr : plan.uncounted.data(),
                       plan.column_count(), scratch, site);
  }
  RowFault record_fault{};
  HalfCalls half_calls{};
  std::uint64_t size = 0;
  std::uint64_t byte_size = 0;
  if (fault.kind == RowFaultKind::none) {
    char* const out = memory.record.data();
    half_calls = find_half_calls(lanes, site, task.format.genotypes);
    size = write_site(lanes, task, site, scratch.alternates, scratch, record_fault, out);
    lanes.sync();
    byte_size = write_byte_record(lanes, task, site, memory.byte_codes, scratch, out + size);
  }
  // All lanes have the same results, so any of them can store them.
  if (lanes.rank() != lanes.size() / 2) return;
  memory.field_count = field_count;
  memory.fault = fault;
  memory.record_fault = record_fault;
  if (fault.kind == RowFaultKind::none) memory.site = site;
  memory.half_calls = half_calls;
  memory.record_size = size;
  memory.byte_record_size = byte_size;
}

template <unsigned width>
std::string run_by_tile(RowTask const& task) {
  // A block of one warp, each of whose tiles works on a row of its own.
  std::vector<RowMemory> memories(cu::warp_size / width, RowMemory{task.plan});
  host_cuda::run_grid([&] { run_row(cu::WarpTile<width>{}, task, memories[threadIdx.x / width]); },
                      dim3{1}, dim3{cu::warp_size}, 0);
  for (RowMemory const& memory : memories) {
    EXPECT_EQ(memory.text(), memories.front().text());
  }
  return memories.front().text();
}

/// Copies a row to memory of exactly its size, so that a sanitizer detects overruns.
struct OwnedRow {
  std::vector<char> text;
  ContigFacts contig;
};

/// Returns the rows of the matrix.
std::vector<OwnedRow> read_rows(MatrixCase const& matrix, std::size_t most) {
  FileSource source = matrix.source(1U << 20);
  Chunk chunk;
  std::vector<OwnedRow> rows;
  while (source.next(chunk)) {
    source.load(chunk);
    for (std::size_t piece = 0; piece < chunk.runs.size(); ++piece) {
      RowRun const& run = chunk.runs[piece];
      char const* at = chunk.text.data() + run.text_begin;
      char const* const end = at + run.size;
      while (at != end && rows.size() < most) {
        char const* const newline = std::find(at, end, '\n');
        rows.push_back({{at, newline}, chunk.pieces[piece].facts});
        at = newline + 1;
      }
    }
  }
  return rows;
}

class RowFunctions : public testing::TestWithParam<RecordKind> {};

INSTANTIATE_TEST_SUITE_P(Records, RowFunctions, testing::ValuesIn(record_kinds),
                         [](auto const& kind) { return name_of(kind.param); });

TEST_P(RowFunctions, AreTheSameForATileAndASingleLane) {
  TemporaryFolder const folder;
  std::set<RowFaultKind> faults;
  std::uint64_t wide_count = 0;
  std::uint64_t byte_count = 0;
  std::uint32_t most_alternates = 0;
  for (std::uint64_t seed = 1000; seed < 1000 + 150 / sanitizer_divisor; ++seed) {
    auto const matrix = make_matrix_case(seed, folder, GetParam());
    if (!matrix) continue;
    auto const samples = sample_columns(matrix->plan);
    RecordFormat const format = make_record_format(matrix->plan, samples.data());
    host_cuda::grid_settings().seed = seed % 3;
    for (auto const& [text, contig] : read_rows(*matrix, 40)) {
      RowTask const task{
          {text.data(), static_cast<std::uint32_t>(text.size())}, contig, matrix->plan, format};
      RowMemory expected{matrix->plan};
      run_row(SingleLane{}, task, expected);
      faults.insert(expected.fault.kind);
      faults.insert(expected.record_fault.kind);
      ++(expected.byte_record_size == 0 ? wide_count : byte_count);
      if (expected.record_size != 0) {
        most_alternates = std::max(most_alternates, expected.site.alternate_count);
      }
      std::string const row{text.begin(), text.end()};
      ASSERT_EQ(run_by_tile<32>(task), expected.text()) << "seed " << seed << ": " << row;
      ASSERT_EQ(run_by_tile<8>(task), expected.text()) << "seed " << seed << ": " << row;
    }
  }
  host_cuda::grid_settings() = {};
  // These matrices have too few columns for too many alleles.
  EXPECT_GE(faults.size(), sanitizer_divisor == 1 ? 9U : 4U);
  if (GetParam() != RecordKind::table && sanitizer_divisor == 1) {
    for (auto const kind :
         {RowFaultKind::contig_name, RowFaultKind::contig_unknown, RowFaultKind::contig_length,
          RowFaultKind::ref_allele, RowFaultKind::alt_allele, RowFaultKind::half_call}) {
      EXPECT_TRUE(faults.contains(kind)) << "fault " << static_cast<int>(kind);
    }
    EXPECT_GT(most_alternates, 62U) << "alleles of BCF take two bytes from there";
  }
  EXPECT_GT(wide_count, 0U);
  EXPECT_GT(byte_count, 0U);
}

TEST(WarpTile, RefusesMoreAllelesThanACodeCanNumber) {
  // A row with that many columns would take minutes, so the dictionary is filled beforehand.
  std::string const row = "zzyy";
  AlleleRules const rules{};
  for (std::uint32_t const known_count : {max_long_alleles - 1, max_long_alleles}) {
    std::vector<std::uint32_t> begin(max_long_alleles);
    std::vector<std::uint32_t> size(max_long_alleles, 2);
    std::vector<WideCode> codes(cu::warp_size);
    host_cuda::run_grid(
        [&] {
          LongAlleles known{row.data(), begin.data(), size.data(), known_count};
          WideCode deletion_code = 0;
          codes[threadIdx.x] =
              encode_long_cell(cu::WarpTile<32>{}, rules, known, 2, 2, deletion_code);
        },
        dim3{1}, dim3{cu::warp_size}, 0);
    WideCode const last = first_long_code + max_long_alleles - 1;
    EXPECT_EQ(codes, std::vector<WideCode>(cu::warp_size,
                                           known_count == max_long_alleles ? WideCode{0} : last));
  }
}

__global__ void sums_kernel(std::uint64_t* sums, std::uint64_t* totals, std::uint32_t* ballots) {
  cu::WarpTile<8> const lanes;
  std::uint64_t total = 0;
  std::uint64_t const value = (std::uint64_t{1} << 33) + threadIdx.x;
  sums[threadIdx.x] = lanes.exclusive_sum(value, total);
  totals[threadIdx.x] = total;
  ballots[threadIdx.x] = lanes.ballot(threadIdx.x % 3 == 0);
}

TEST(WarpTile, SumsAndVotesInsideEachTile) {
  std::vector<std::uint64_t> sums(64);
  std::vector<std::uint64_t> totals(64);
  std::vector<std::uint32_t> ballots(64);
  host_cuda::run_grid([&] { sums_kernel(sums.data(), totals.data(), ballots.data()); }, dim3{1},
                      dim3{64}, 0);
  for (std::uint32_t i = 0; i < 64; ++i) {
    std::uint32_t const tile = i / 8 * 8;
    std::uint64_t sum = 0;
    std::uint32_t votes = 0;
    for (std::uint32_t k = tile; k < tile + 8; ++k) {
      if (k < i) sum += (std::uint64_t{1} << 33) + k;
      if (k % 3 == 0) votes |= 1U << (k - tile);
    }
    EXPECT_EQ(sums[i], sum);
    EXPECT_EQ(ballots[i], votes);
    EXPECT_EQ(totals[i], (std::uint64_t{8} << 33) + 8 * tile + 28);
  }
}

}  // namespace
}  // namespace hapmill::test
