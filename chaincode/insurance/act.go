// SPDX-License-Identifier: Apache-2.0

package insurance

import "github.com/consort-finance/consort/chaincode/parties"

// Who acts, in the registry's words.
type (
	// Firm is a party and the member that hosts it.
	Firm = parties.Firm
	// Person is somebody whose act another person has to confirm.
	Person = parties.Person
	// Act is what a rule may know of the transaction that it decides.
	Act = parties.Act
)
