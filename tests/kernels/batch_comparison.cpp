#include "batch_comparison.hpp"

#include "cpu/row_converter.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace hapmill::test {

namespace {

std::string text_of(RejectedRow const& row) {
  std::string text;
  for (std::uint64_t const number :
       {std::uint64_t{static_cast<std::uint8_t>(row.fault.kind)}, std::uint64_t{row.fault.field},
        std::uint64_t{row.fault.begin}, std::uint64_t{row.fault.size},
        std::uint64_t{row.fault.field_count}, std::uint64_t{row.piece}, row.row, row.offset}) {
    text += std::to_string(number) + ' ';
  }
  return text + row.text + '\n';
}

/// Returns everything that a batch contains except its records, as text.
std::string text_of(SiteBatch const& batch) {
  if (batch.breaks_plan) return "breaks the plan";
  std::string text;
  for (std::uint64_t const begin : batch.piece_begins) text += std::to_string(begin) + ' ';
  text += "pieces\n";
  for (RowCounts const& counts : batch.counts) {
    for (auto const count :
         {counts.read, counts.written, counts.non_variant, counts.filtered, counts.rejected}) {
      text += std::to_string(count) + ' ';
    }
    text += "rows\n";
  }
  for (std::uint64_t const count : batch.filtered) text += std::to_string(count) + ' ';
  text += "filtered\n";
  for (RejectedRow const& row : batch.rejected) text += "rejected " + text_of(row);
  if (batch.bad_row) text += "bad " + text_of(*batch.bad_row);
  for (ColumnCounts const& column : batch.columns) {
    text += std::to_string(column.missing) + '/' + std::to_string(column.deleted) + ' ';
  }
  return text + std::to_string(batch.half_calls) + " half-calls\n";
}

std::string records_of(SiteBatch const& batch) {
  if (batch.breaks_plan) return {};
  return {batch.records.data() == nullptr ? "" : batch.records.data(), batch.records.size()};
}

}  // namespace

cu::CudaOptions make_options(MatrixCase const& matrix, Random& random,
                             std::atomic<int>& cpu_chunks) {
  cu::CudaOptions options;
  options.slot_count = random.between(1, 4);
  options.text_bytes = random.pick(std::vector<std::size_t>{600, 5'000, 100'000});
  options.output_bytes = random.pick(std::vector<std::size_t>{0, 0, 500, 4'000});
  options.device_memory = std::size_t{64} << 20;
  options.make_cpu_converter = [&] {
    auto converter = std::make_shared<cpu::RowConverter>(matrix.plan, *cpu::runnable_stages()[0]);
    return [converter, &cpu_chunks](Chunk const& chunk, SiteBatch& batch) {
      ++cpu_chunks;
      converter->convert(chunk, batch);
    };
  };
  return options;
}

void expect_same_batches(MatrixCase const& matrix, MatrixSource& source, Backend& backend,
                         std::string const& name, SeenBatches& seen) {
  cpu::RowConverter converter{matrix.plan, *cpu::runnable_stages()[0]};
  SiteBatch expected;
  std::size_t submitted = 0;
  bool has_more = true;
  for (std::size_t collected = 0;; ++collected) {
    while (has_more && submitted - collected < backend.slot_count()) {
      std::size_t const slot = submitted % backend.slot_count();
      has_more = source.next(backend.chunk(slot));
      if (!has_more) break;
      backend.submit(slot);
      ++submitted;
    }
    if (collected == submitted) return;
    std::size_t const slot = collected % backend.slot_count();
    SiteBatch const& batch = backend.collect(slot);
    converter.convert(backend.chunk(slot), expected);
    ++seen.chunk_count;
    for (RejectedRow const& row : expected.rejected) seen.faults.insert(row.fault.kind);
    if (expected.bad_row) seen.faults.insert(expected.bad_row->fault.kind);
    ASSERT_EQ(text_of(batch), text_of(expected)) << name << ", chunk " << collected;
    ASSERT_EQ(records_of(batch), records_of(expected)) << name << ", chunk " << collected;
  }
}

}  // namespace hapmill::test
