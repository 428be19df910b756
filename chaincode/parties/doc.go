// SPDX-License-Identifier: Apache-2.0

// Package parties says who is who in a consortium: its members and the market roles each may hold, the legal entities and
// natural persons that members host, what is attested about them, and who is frozen.
//
// # Members and resolutions
//
// The consortium begins with [Found]: one transaction that writes the charter. Each endorser refuses a charter whose
// hash is not the one that its own member configured, so a majority of the members must agree on it beforehand.
// From then on members, roles and policies change by resolutions alone: a governor proposes one request at one
// endpoint, of this or any other chaincode of the suite, governors of other members approve, and once the charter's
// threshold of members stands behind it, it may be carried out, word for word and once.
//
//	proposed ──approve (one vote a member)──▶ adopted ──carried out──▶ spent (recorded by the chaincode that did it)
//	    └──withdraw (by the proposer's member)──▶ withdrawn
//
// Adoption is derived, never stored: it counts the approvals of those who are members today against today's threshold
// and against that of the day of the proposal, so that what failed is not adopted when the threshold falls. A member may
// take its approval back (Withdraw) as long as the resolution was not carried out: an adopted one does not expire.
//
// # Parties
//
// A party is hosted by one member, which answers for who it is. Legal entities carry an LEI (ISO 17442) or a USCC
// (GB 32100); natural persons carry nothing but a salted hash. An identity acts for a party when its certificate's
// attribute consort.party names it and the certificate comes from the hosting member.
//
// A legal entity may also take part under aliases: parties of their own, of which the registry has a salted hash and no
// name. The channel sees that somebody hosted by a member acts; the host knows who, answers for it as for any other
// party, and shows salt and identifier to whom the entity presents itself ([Opening], [VerifyAlias]). An alias hides
// nothing that its own acts give away: its certificates must not carry a telling name, one alias used twice links what it
// did, and money that goes from its account to the entity's other account is a public transfer. Attestations and freezes
// are the alias's own: who freezes an entity has its host name the aliases.
//
//	registered (active) ◀──unfreeze──/──freeze──▶ frozen        freeze and unfreeze by the regulator
//
// # Attestations and evidence
//
// A KYC attester states a topic and a level about a party until a date, and may revoke it. What it bases this on stays
// in its own private collection: the ledger holds a salted commitment, the attester alone sees and endorses the
// evidence, and may purge it. [Check] answers whether a party satisfies a policy, with reasons when not.
//
// # Roles
//
//	Found                        governor of a founding member
//	Propose, Approve, Withdraw   governor
//	Admit, Expel, Grant, Revoke, SetThreshold, SetPolicy, Strike   governor, carrying out a resolution
//	RegisterParty                registrar
//	Attest, RevokeAttestation, DepositEvidence, PurgeEvidence   kyc-attester
//	Freeze, Unfreeze             regulator, directly or through a chaincode that the charter names as delegate
//
// # Invariants
//
//   - one vote a member and resolution; a withdrawn resolution is never adopted;
//   - the threshold is more than half of the members and at most those that have a governor, whose votes alone count;
//   - an LEI or USCC names at most one party that is not struck off; a party never changes its host;
//   - no evidence byte is in a public key, value, argument, response or event.
//
// # What the members have to know
//
// Names of parties and their identifiers are whoever's registers them first: the members strike off, by a resolution, what
// a registrar registered that is another's customer, which frees the identifier for its true host. A party's host can
// act as the party, since it certifies the party's identities.
//
// # Keys
//
//	constitution~                        members, roles, threshold, delegates: one row, read by all, written rarely
//	resolution~id                        proposal and approvals
//	party~id                             + unique by identifier
//	attestation~party~topic~attester     current attestation
//	policy~name                          what Check asks for
//	evidence~party~topic                 in the attester's implicit collection
//
// The business date of this chaincode decides what has expired.
package parties
