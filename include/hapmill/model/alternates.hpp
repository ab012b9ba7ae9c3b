#pragma once

#include <cstdint>

#include "hapmill/model/lanes.hpp"
#include "hapmill/model/policies.hpp"
#include "hapmill/model/site.hpp"
#include "hapmill/support/host_device.hpp"

namespace hapmill {

// The ALT alleles of a site: which they are, how often they appear, and in which order they are
// printed.

/// Collects the alternates of a site, each once, in order of first appearance.
///
/// `alternates` has room for `column_count` codes. Returns the number of alternates; 0 means that
/// the site is not variant.
template <class Lanes, class Code>
HAPMILL_HD std::uint32_t collect_alternates(Lanes lanes, Code const* codes,
                                            std::uint32_t column_count, Code ref_code,
                                            Code* alternates) {
  std::uint32_t count = 0;
  for (std::uint32_t base = 0; base < column_count; base += lanes.size()) {
    std::uint32_t const column = base + lanes.rank();
    Code const code = column < column_count ? codes[column] : ref_code;
    bool is_new = is_alternate(code, ref_code);
    for (std::uint32_t k = 0; is_new && k < count; ++k) is_new = alternates[k] != code;
    std::uint32_t candidates = lanes.ballot(is_new);
    while (candidates != 0) {
      Code const found = lanes.broadcast(code, lowest_bit(candidates));
      if (lanes.rank() == 0) alternates[count] = found;
      ++count;
      candidates &= ~lanes.ballot(code == found);
    }
    lanes.sync();
  }
  return count;
}

/// Counts the cells that hold each alternate. `counts` has room for `site.alternate_count` numbers.
template <class Lanes, class Code>
HAPMILL_HD void count_alternates(Lanes lanes, Site<Code> const& site, std::uint32_t* counts) {
  for (std::uint32_t k = 0; k < site.alternate_count; ++k) {
    std::uint32_t count = 0;
    for (std::uint32_t base = 0; base < site.column_count; base += lanes.size()) {
      std::uint32_t const column = base + lanes.rank();
      bool const holds = column < site.column_count && site.codes[column] == site.alternates[k];
      count += bit_count(lanes.ballot(holds));
    }
    if (lanes.rank() == 0) counts[k] = count;
  }
  lanes.sync();
}

/// The place of a base in the order A C G T, from 0; 4 for any other text.
HAPMILL_HD constexpr std::uint32_t base_rank(Text text) {
  if (text.size != 1) return 4;
  switch (text.data[0]) {
    case 'A':
      return 0;
    case 'C':
      return 1;
    case 'G':
      return 2;
    case 'T':
      return 3;
    default:
      return 4;
  }
}

/// Whether allele `a` comes before `b` in AltOrder::acgt: A C G T first, then the others by their
/// bytes, after case folding.
HAPMILL_HD constexpr bool precedes(Text a, Text b, bool fold_case) {
  std::uint32_t const rank_a = base_rank(a);
  std::uint32_t const rank_b = base_rank(b);
  if (rank_a != rank_b) return rank_a < rank_b;
  for (std::uint32_t i = 0; i < a.size && i < b.size; ++i) {
    auto const byte_a = static_cast<unsigned char>(fold(a.data[i], fold_case));
    auto const byte_b = static_cast<unsigned char>(fold(b.data[i], fold_case));
    if (byte_a != byte_b) return byte_a < byte_b;
  }
  return a.size < b.size;
}

/// Sorts the site's alternates, which are in order of first appearance, into `order`.
///
/// `alternates` is the writable array behind `site.alternates`; `counts` has room for as many
/// numbers.
template <class Lanes, class Code>
HAPMILL_HD void order_alternates(Lanes lanes, Site<Code> const& site, AltOrder order,
                                 bool fold_case, Code* alternates, std::uint32_t* counts) {
  if (order == AltOrder::first || site.alternate_count < 2) return;
  if (order == AltOrder::frequency) count_alternates(lanes, site, counts);
  lanes.sync();  // others may still read them in the old order
  if (lanes.rank() == 0) {
    // Insertion sort is stable, and nearly every site has fewer than four alternates.
    for (std::uint32_t i = 1; i < site.alternate_count; ++i) {
      Code const code = alternates[i];
      std::uint32_t const count = counts[i];
      std::uint32_t k = i;
      for (; k > 0; --k) {
        char byte_a = 0;
        char byte_b = 0;
        bool const swap = order == AltOrder::frequency
                              ? count > counts[k - 1]
                              : precedes(allele_text(site, code, byte_a),
                                         allele_text(site, alternates[k - 1], byte_b), fold_case);
        if (!swap) break;
        alternates[k] = alternates[k - 1];
        counts[k] = counts[k - 1];
      }
      alternates[k] = code;
      counts[k] = count;
    }
  }
  lanes.sync();
}

}  // namespace hapmill
