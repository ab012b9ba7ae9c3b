#include "records/bgzf_writer.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>

namespace hapmill {

namespace {

/// Blocks at 128 KiB: one thread works in one, which stays in its cache; more threads must not run
/// dry while the caller converts a chunk.
std::size_t block_count(std::size_t thread_count) {
  return thread_count == 1 ? 1 : 2 * thread_count + 4;
}

}  // namespace

struct BgzfWriter::Block final : Task {
  explicit Block(std::vector<BlockCompressor>& all) : compressors{all} {}

  void run(std::size_t worker) noexcept override {
    size = compressors[worker].compress(content.data(), content_size, bytes.data());
  }

  struct RecordEnd {
    IndexEntry entry;
    std::uint32_t offset;  ///< in the content
  };

  std::vector<BlockCompressor>& compressors;
  std::size_t content_size = 0;
  std::size_t size = 0;
  std::vector<RecordEnd> ends;  ///< of the records that end here, if there is an index
  std::array<char, bgzf::most_content> content;
  std::array<char, bgzf::most_block> bytes;
};

BgzfWriter::BgzfWriter(OutputFile& output, TaskPool& pool, int level, RecordKind kind,
                       RecordIndex* index, bool ends_file)
    : output_{output}, pool_{pool}, kind_{kind}, index_{index}, ends_file_{ends_file} {
  assert(index == nullptr || index->kind() == kind);
  for (std::size_t k = 0; k < pool.thread_count(); ++k) compressors_.emplace_back(level);
  for (std::size_t k = 0; k < block_count(pool.thread_count()); ++k) {
    blocks_.push_back(std::make_unique<Block>(compressors_));
  }
}

BgzfWriter::~BgzfWriter() {
  for (auto& block : blocks_) pool_.withdraw(*block);
}

void BgzfWriter::write_header(std::string_view header) {
  append(header.data(), header.data() + header.size());
  submit_block();
  write_all();
  if (index_ != nullptr) index_->begin(offset_ << 16);
}

void BgzfWriter::write(char const* records, std::size_t size,
                       std::span<std::uint64_t const> segment_begins) {
  if (is_cut_off()) return;
  char const* written = records;
  for (std::uint64_t const segment_begin : segment_begins) {
    append_records(written, records + segment_begin);
    submit_block();
    written = records + segment_begin;
  }
  append_records(written, records + size);
}

void BgzfWriter::finish() {
  submit_block();
  write_all();
  if (index_ != nullptr) index_->finish(offset_ << 16);
  if (ends_file_) output_.write(bgzf::eof_block());
}

UnsortedRecord const* BgzfWriter::unsorted() const {
  return index_ != nullptr && index_->unsorted() ? &*index_->unsorted() : nullptr;
}

/// Appends whole records of one segment; copies as many at once as a block takes.
void BgzfWriter::append_records(char const* begin, char const* end) {
  char const* record = begin;
  while (record != end) {
    char const* const record_end = find_record_end(kind_, record, end);
    auto const size = [&] { return static_cast<std::size_t>(record_end - begin); };
    if (current().content_size + size() > bgzf::most_content) {
      append(begin, record);
      submit_block();
      begin = record;
      while (size() > bgzf::most_content) {
        append(begin, begin + bgzf::most_content);
        submit_block();
        begin += bgzf::most_content;
      }
    }
    if (index_ != nullptr) {
      if (auto const entry = index_->add(record, record_end)) {
        current().ends.push_back(
            {*entry, static_cast<std::uint32_t>(current().content_size + size())});
      }
    }
    record = record_end;
  }
  append(begin, end);
}

/// Appends bytes to the block that is being filled, and to more if that is full.
void BgzfWriter::append(char const* begin, char const* end) {
  while (begin != end) {
    if (current().content_size == bgzf::most_content) submit_block();
    Block& block = current();
    auto const count =
        std::min(static_cast<std::size_t>(end - begin), bgzf::most_content - block.content_size);
    std::memcpy(block.content.data() + block.content_size, begin, count);
    block.content_size += count;
    begin += count;
  }
}

BgzfWriter::Block& BgzfWriter::current() { return *blocks_[filled_ % blocks_.size()]; }

/// Ends the block that is being filled, if there is anything in it, and makes room for another.
void BgzfWriter::submit_block() {
  if (current().content_size == 0) return;
  pool_.submit(current());
  ++filled_;
  if (filled_ - written_ == blocks_.size()) write_oldest();
}

void BgzfWriter::write_oldest() {
  Block& block = *blocks_[written_ % blocks_.size()];
  pool_.wait(block);
  ++written_;
  output_.write(block.bytes.data(), block.size);
  enter_records(block);
  offset_ += block.size;
  block.content_size = 0;
  block.ends.clear();
}

void BgzfWriter::enter_records(Block const& block) {
  for (auto const& record : block.ends) {
    // A reader that has read a block to its end is at the start of the next one.
    bool const ends_block = record.offset == block.content_size;
    index_->push(record.entry,
                 ends_block ? (offset_ + block.size) << 16 : offset_ << 16 | record.offset);
  }
}

void BgzfWriter::write_all() {
  while (written_ != filled_) write_oldest();
}

}  // namespace hapmill
