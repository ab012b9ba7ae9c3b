#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "bytes/bgzf_block.hpp"
#include "bytes/output_file.hpp"
#include "records/record_index.hpp"
#include "records/record_scan.hpp"
#include "records/record_writer.hpp"
#include "support/task_pool.hpp"

namespace hapmill {

/// Compresses records into BGZF blocks, which are tasks of a pool, and writes these in order.
///
/// The header ends its own blocks, and a block ends where a segment begins. Between these, blocks
/// are cut as htslib cuts those of a VCF with an index: before the record that would not fit; and a
/// record that is larger than a block begins one and is cut where blocks are full. So the bytes of
/// a segment depend on its records and the level, not on threads or calls.
class BgzfWriter final : public RecordWriter {
 public:
  /// `level` is 0 to 9. `index` is null, or of the same kind. All references are kept. A part that
  /// is not the last does not end the file.
  BgzfWriter(OutputFile& output, TaskPool& pool, int level, RecordKind kind, RecordIndex* index,
             bool ends_file = true);
  ~BgzfWriter() override;

  void write_header(std::string_view header) override;
  void write(char const* records, std::size_t size,
             std::span<std::uint64_t const> segment_begins) override;
  void finish() override;
  UnsortedRecord const* unsorted() const override;
  bool is_cut_off() const override { return output_.is_cut_off(); }

 private:
  struct Block;

  void append_records(char const* begin, char const* end);
  void append(char const* begin, char const* end);
  void submit_block();
  void write_oldest();
  void write_all();
  void enter_records(Block const& block);
  Block& current();

  OutputFile& output_;
  TaskPool& pool_;
  RecordKind kind_;
  RecordIndex* index_;
  bool ends_file_;
  std::vector<BlockCompressor> compressors_;    ///< [threads]
  std::vector<std::unique_ptr<Block>> blocks_;  ///< a ring; one is filled, some are in flight
  std::size_t filled_ = 0;                      ///< blocks begun so far; the ring's place by it
  std::size_t written_ = 0;                     ///< blocks written so far
  std::uint64_t offset_ = 0;                    ///< where the next block goes
};

}  // namespace hapmill
