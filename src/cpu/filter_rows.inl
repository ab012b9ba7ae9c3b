// Filters regular sites. convert_rows.inl includes this file once for each target.

/// Counts the same alleles as tally_alleles, for sites at which no printed allele depends on
/// another. The row functions tally the other sites.
HAPMILL_TARGET_INLINE AlleleTally tally_codes(SiteFormat& format, RegularRows const& rows,
                                              char const* alternates,
                                              std::uint32_t alternate_count) {
  std::size_t const count = format.gather.columns().size();
  std::uint8_t* const alleles = format.alleles.data();
  if (format.gather.is_identity()) {
    std::memcpy(alleles, rows.codes, count);
  } else {
    gather_columns(format.gather, rows.codes, alleles);
  }
  std::memset(alleles + count, no_number, numbers_padding);
  AlleleTally tally{static_cast<std::uint32_t>(count), 0, 0};
  for (std::uint32_t k = 0; k < alternate_count; ++k) {
    tally.alternates += count_equal(alleles, count, static_cast<std::uint8_t>(alternates[2 * k]));
  }
  if (rows.has_missing) {
    tally.missing = tally.alleles - tally.alternates - count_equal(alleles, count, rows.ref_code);
  }
  return tally;
}

/// Whether a filter rejects the site at the cursor. Counts the site if so. `alternates` are one
/// byte each, separated by one byte.
HAPMILL_TARGET [[gnu::noinline]] bool is_filtered(CellRules const& rules, SiteFormat& format,
                                                  RegularRows& rows, char const* alternates,
                                                  std::uint32_t alternate_count) {
  auto const is_snp = [&] {
    bool are_bases = is_snp_base(rows.ref_code);
    for (std::uint32_t k = 0; k < alternate_count; ++k) {
      auto const code = static_cast<ByteCode>(alternates[2 * k]);
      are_bases = are_bases && is_snp_base(code) && code != rules.deletion_code;
    }
    return are_bases;
  };
  // Outside the lambda, which is not compiled for the target.
  AlleleTally tally{0, 0, 0};
  if (format.filters.need_tally()) {
    tally = tally_codes(format, rows, alternates, alternate_count);
  }
  FilterReason const reason =
      judge_site(format.filters, alternate_count, is_snp, [&] { return tally; });
  if (reason == FilterReason::none) return false;
  ++rows.filtered_count;
  ++rows.filtered[static_cast<std::size_t>(reason)];
  return true;
}
