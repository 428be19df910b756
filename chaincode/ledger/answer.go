// SPDX-License-Identifier: Apache-2.0

package ledger

// Answer is what a method answers after its last step: the value where that succeeded, and nothing but the error where it
// did not.
//
//	return ledger.Answer(accounts.Get(q, req))
func Answer[V any](value V, err error) (*V, error) {
	if err != nil {
		return nil, err
	}
	return &value, nil
}
