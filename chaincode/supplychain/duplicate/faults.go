// SPDX-License-Identifier: Apache-2.0

package duplicate

import "github.com/consort-finance/consort/chaincode/protocol"

// The refusals of this package.
var (
	// InvoiceInvalid: a field of the invoice is missing or malformed, so that it has no canonical form.
	InvoiceInvalid = protocol.Code{Name: "INVOICE_INVALID", Status: 400}
	// KeyRefused: the ring of keys is empty, too long, repeats an epoch, or has a short key.
	KeyRefused = protocol.Code{Name: "KEY_REFUSED", Status: 409}
	// DoubleFinancing: the same claim was financed before (DFIN).
	DoubleFinancing = protocol.Code{Name: "DOUBLE_FINANCING", Status: 409}
	// DuplicateSuspected: the claim looks like another one, and nobody approved it in spite of that.
	DuplicateSuspected = protocol.Code{Name: "DUPLICATE_SUSPECTED", Status: 409}
	// NotClaimant: the registration has no claim under the token, or did not finance it.
	NotClaimant = protocol.Code{Name: "NOT_CLAIMANT", Status: 403}
	// EntryState: the token's state does not allow it.
	EntryState = protocol.Code{Name: "ENTRY_STATE", Status: 409}
)
