// SPDX-License-Identifier: Apache-2.0

package role

import (
	"fmt"
	"slices"
)

// Role is the name of a market role, as it stands in certificates and in the registry.
type Role string

// The roles of the consortium.
const (
	// Anyone is every identity of every member of the channel; the contract itself decides further, by account or by party.
	Anyone Role = "anyone"
	// Governor votes for its member organisation.
	Governor Role = "governor"
	// AccountServicer is a bank that opens accounts, mints and redeems its own deposits (ISO 20022: AccountServicer).
	AccountServicer Role = "account-servicer"
	// ReserveAttester states the reserve that backs a bank's tokenised deposits.
	ReserveAttester Role = "reserve-attester"
	// KYCAttester states what it knows of a party's identity.
	KYCAttester Role = "kyc-attester"
	// Registrar registers legal entities and natural persons that its member hosts.
	Registrar Role = "registrar"
	// Regulator freezes, unfreezes, decides as an arbiter, and sees what supervision needs.
	Regulator Role = "regulator"
	// RegisterKeeper keeps the register of financed invoices and its keys.
	RegisterKeeper Role = "register-keeper"
	// Depository is a central securities depository.
	Depository Role = "depository"
	// Custodian holds securities for others.
	Custodian Role = "custodian"
	// Issuer issues securities.
	Issuer Role = "issuer"
	// Financier finances receivables.
	Financier Role = "financier"
	// AnchorBuyer undertakes to pay its suppliers' invoices.
	AnchorBuyer Role = "anchor-buyer"
	// Supplier sells goods and receivables.
	Supplier Role = "supplier"
	// Insurer underwrites.
	Insurer Role = "insurer"
	// Reinsurer takes over parts of what insurers underwrite.
	Reinsurer Role = "reinsurer"
	// Oracle observes facts for parametric covers.
	Oracle Role = "oracle"
	// Auditor reads and proves.
	Auditor Role = "auditor"
)

var all = []Role{
	Governor, AccountServicer, ReserveAttester, KYCAttester, Registrar, Regulator, RegisterKeeper, Depository, Custodian,
	Issuer, Financier, AnchorBuyer, Supplier, Insurer, Reinsurer, Oracle, Auditor,
}

// All lists every role that a member may be granted; [Anyone] is not among them, since nobody grants it.
func All() []Role { return slices.Clone(all) }

// Validate refuses a name that is no role.
func (r Role) Validate() error {
	if !slices.Contains(all, r) {
		return fmt.Errorf("role %q is unknown; roles are %v", string(r), all)
	}
	return nil
}

// Question asks the registry whether a member may hold a role.
type Question struct {
	MSP  string `json:"msp" help:"MSP identifier of the member"`
	Role Role   `json:"role" help:"role asked for"`
}

// Validate refuses an empty member and an unknown role.
func (q Question) Validate() error {
	if q.MSP == "" {
		return fmt.Errorf("msp is missing")
	}
	return q.Role.Validate()
}

// Answer is the registry's answer.
type Answer struct {
	Held bool `json:"held"`
}
