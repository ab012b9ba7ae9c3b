#include "bytes/bgzf_stream.hpp"

#include <libdeflate.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

#include "bytes/compression.hpp"
#include "bytes/gzip_header.hpp"
#include "hapmill/support/errors.hpp"

namespace hapmill {

namespace {

/// Bytes of text of a group of blocks, save the last block: as much as stays in a core's cache.
constexpr std::size_t group_text_bytes = 256U << 10;
/// A block's text, by the format.
constexpr std::size_t most_text_bytes = 64U << 10;
/// Blocks may be tiny.
constexpr std::size_t most_blocks = 256;

/// Groups at 256 KiB of text: one thread works in one, more must not run dry while the caller is
/// elsewhere.
std::size_t group_count(std::size_t thread_count) {
  return thread_count == 1 ? 1 : 2 * thread_count + 2;
}

}  // namespace

/// One a worker.
struct BgzfStream::Inflaters {
  struct Free {
    void operator()(libdeflate_decompressor* one) const { ::libdeflate_free_decompressor(one); }
  };
  std::vector<std::unique_ptr<libdeflate_decompressor, Free>> all;
};

struct BgzfStream::Group final : Task {
  struct Block {
    std::uint64_t offset;  ///< in the file
    std::size_t begin;     ///< of the deflate stream, in `bytes`
    std::size_t size;      ///< of that
    std::size_t text_size;
    std::uint32_t crc;
  };

  explicit Group(Inflaters& all) : inflaters{all} {}

  void run(std::size_t worker) noexcept override {
    text_size = 0;
    for (bad_block = 0; bad_block < blocks.size(); ++bad_block) {
      if (!inflate(blocks[bad_block], *inflaters.all[worker])) return;
    }
  }

  bool inflate(Block const& block, libdeflate_decompressor& inflater) noexcept {
    char* const to = text.data() + text_size;
    is_text_wrong = false;
    // Without a place for the size, a text of another size is an error.
    if (::libdeflate_deflate_decompress(&inflater, bytes.data() + block.begin, block.size, to,
                                        block.text_size, nullptr) != LIBDEFLATE_SUCCESS) {
      return false;
    }
    is_text_wrong = ::libdeflate_crc32(0, to, block.text_size) != block.crc;
    if (!is_text_wrong) text_size += block.text_size;
    return !is_text_wrong;
  }

  void clear() {
    bytes.clear();
    blocks.clear();
    whole_text_size = 0;
  }

  Inflaters& inflaters;
  std::vector<char> bytes;
  std::vector<Block> blocks;
  std::size_t whole_text_size = 0;
  std::vector<char> text = std::vector<char>(group_text_bytes + most_text_bytes);
  std::size_t text_size = 0;  ///< of the blocks that are well, up to the first that is not
  std::size_t bad_block = 0;  ///< or blocks.size()
  bool is_text_wrong = false;
};

BgzfStream::BgzfStream(ByteSource& source, std::string file_name, TaskPool& pool)
    : pool_{pool},
      bytes_{source},
      file_name_{std::move(file_name)},
      inflaters_{std::make_unique<Inflaters>()} {
  for (std::size_t k = 0; k < pool.thread_count(); ++k) {
    inflaters_->all.emplace_back(::libdeflate_alloc_decompressor());
    if (inflaters_->all.back() == nullptr) throw std::bad_alloc{};
  }
  for (std::size_t k = 0; k < group_count(pool.thread_count()); ++k) {
    groups_.push_back(std::make_unique<Group>(*inflaters_));
  }
}

BgzfStream::~BgzfStream() {
  for (auto& group : groups_) pool_.withdraw(*group);
}

std::size_t BgzfStream::read(char* to, std::size_t count) {
  while (true) {
    submit_groups();
    if (taken_count_ == submitted_count_) {
      if (error_) std::rethrow_exception(error_);
      return 0;
    }
    Group& group = *groups_[taken_count_ % groups_.size()];
    if (!std::exchange(is_waited_for_, true)) pool_.wait(group);
    if (text_taken_ != group.text_size) {
      std::size_t const got = std::min(count, group.text_size - text_taken_);
      std::memcpy(to, group.text.data() + text_taken_, got);
      text_taken_ += got;
      return got;
    }
    if (group.bad_block != group.blocks.size()) {
      refuse_corrupt(file_name_, group.blocks[group.bad_block].offset,
                     group.is_text_wrong
                         ? "the CRC-32 of a BGZF block's text is not what its end says"
                         : "a BGZF block is no deflate stream of the size it says");
    }
    ++taken_count_;
    text_taken_ = 0;
    is_waited_for_ = false;
  }
}

/// Submits groups as far as there is room for them.
void BgzfStream::submit_groups() {
  while (!at_end_ && submitted_count_ - taken_count_ != groups_.size()) {
    Group& group = *groups_[submitted_count_ % groups_.size()];
    group.clear();
    fill(group);
    if (group.blocks.empty()) break;
    pool_.submit(group);
    ++submitted_count_;
  }
}

void BgzfStream::fill(Group& group) {
  try {
    while (group.whole_text_size < group_text_bytes && group.blocks.size() < most_blocks) {
      if (add_block(group)) continue;
      at_end_ = true;
      return;
    }
  } catch (InputError const&) {
    error_ = std::current_exception();
    at_end_ = true;
  }
}

/// Takes the next block; false at the end.
bool BgzfStream::add_block(Group& group) {
  bool const has_more = bytes_.has(1);
  std::uint64_t const offset = bytes_.offset();
  constexpr char const* no_block = "what follows the last BGZF block is no other one";
  bool const is_zero = has_more && bytes_[0] == 0;
  if (is_zero && !is_zero_padding(bytes_)) refuse_corrupt(file_name_, offset, no_block);
  if (!has_more || is_zero) {
    if (ends_with_empty_block_) return false;
    refuse_cut_short(file_name_, bytes_.offset(),
                     "where the empty block that ends a BGZF file is missing (if it is known to be "
                     "whole: `gzip -dc FILE | hapmill convert -`)");
  }
  GzipHeader header;
  auto const status = read_gzip_header(bytes_, header);
  if (status == GzipHeaderStatus::invalid) {
    refuse_corrupt(file_name_, offset, no_block);
  }
  bool const is_cut = status == GzipHeaderStatus::cut;
  if (!is_cut && header.bgzf_block_size == 0) {
    refuse_corrupt(file_name_, offset,
                   "a gzip member follows that is no BGZF block (if that is meant: `gzip -dc FILE "
                   "| hapmill convert -`)");
  }
  if (!is_cut && header.bgzf_block_size < header.size + gzip_footer_bytes) {
    refuse_corrupt(file_name_, offset, "a BGZF block says that it is smaller than its header");
  }
  if (is_cut || !bytes_.has(header.bgzf_block_size)) {
    refuse_cut_short(file_name_, offset + bytes_.size(), "inside a BGZF block");
  }
  char const* const footer = bytes_.data() + header.bgzf_block_size - gzip_footer_bytes;
  std::size_t const text_size = little_endian_32(footer + 4);
  if (text_size > most_text_bytes) {
    refuse_corrupt(file_name_, offset, "a BGZF block says that its text is larger than 64 KiB");
  }
  std::size_t const size = header.bgzf_block_size - gzip_footer_bytes - header.size;
  char const* const deflated = bytes_.data() + header.size;
  group.blocks.push_back({offset, group.bytes.size(), size, text_size, little_endian_32(footer)});
  group.bytes.insert(group.bytes.end(), deflated, deflated + size);
  group.whole_text_size += text_size;
  ends_with_empty_block_ = text_size == 0;
  bytes_.drop(header.bgzf_block_size);
  return true;
}

}  // namespace hapmill
